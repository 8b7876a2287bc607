import { Kind } from "@talanoa/contract/generated/talanoa.ts";
import type { KnownKind } from "@talanoa/contract/kinds.ts";
import { draftFields } from "@talanoa/sharing/notice/draft-fields.ts";
import { isFieldOfKind } from "@talanoa/sharing/notice/fields-of-kind.ts";

/** The kinds that an officer writes here; risk flags come from screening. */
export const writtenKinds = [Kind.ALERT, Kind.OPERATION, Kind.REQUEST, Kind.REPLY] as const;
export type WrittenKind = (typeof writtenKinds)[number];

/** What the form of one minute asks for: fields, or some of the fields within one. */
export const shortForm = {
  [Kind.ALERT]: ["type", "title", "when.start", "where", "narrative.text"],
  [Kind.OPERATION]: [
    "title",
    "operation.name",
    "operation.phase",
    "operation.starts",
    "operation.objective",
    "operation.participants",
  ],
  [Kind.REQUEST]: ["title", "request.type", "request.text", "request.answer_by"],
  [Kind.REPLY]: ["title", "reply.request", "reply.state", "reply.text"],
} as const satisfies { readonly [Each in WrittenKind]: readonly string[] };

/** At the end of both forms: who may do what with it, and who gets it. */
export const sharingForm = ["marking.tlp", "audience"] as const;

/** The parts of the long form, in their order. Every field of a draft stands in one of them. */
export const longForm = [
  { part: "details", fields: ["kind", "type", "title", "case_reference", "when", "where"] },
  { part: "goods", fields: ["goods"] },
  { part: "conveyance", fields: ["conveyance", "route"] },
  { part: "detection", fields: ["direction", "office", "detection_method"] },
  { part: "narrative", fields: ["narrative", "images"] },
  { part: "operation", fields: ["operation"] },
  { part: "request", fields: ["request", "reply"] },
  { part: "flag", fields: ["risk_flag"] },
  { part: "persons", fields: ["persons", "passengers", "purpose", "companies"] },
  { part: "source", fields: ["source", "references"] },
  {
    part: "handling",
    fields: [
      "marking",
      "handling",
      "embargo_until",
      "acknowledge_by",
      "precedence",
      "expires",
      "exercise",
      "audience",
    ],
  },
] as const;

export type Part = (typeof longForm)[number]["part"];

/** The parts of the long form of a kind with what the form of one minute does not ask for. */
export function partsOf(kind: KnownKind): { part: Part; fields: string[] }[] {
  return longForm
    .map(({ part, fields }) => ({
      part,
      fields: fields.filter(
        (field) => isFieldOfKind(field, kind) && !isAskedWhole(field, kind) && isUsual(field, kind),
      ),
    }))
    .filter(({ fields }) => fields.length > 0);
}

/** The type is an alert's, though others may have one. */
function isUsual(field: string, kind: KnownKind): boolean {
  return field !== "type" || kind === Kind.ALERT;
}

/** Whether the form of one minute, or what stands at its end, asks for all of a field. */
function isAskedWhole(field: string, kind: KnownKind): boolean {
  const asked: readonly string[] = [...(isWritten(kind) ? shortForm[kind] : []), ...sharingForm];
  return field === "kind" || asked.includes(field);
}

/** Whether the form of one minute asks for a field within a record, so that the long form leaves it out. */
export function isAsked(path: string, kind: KnownKind): boolean {
  const asked: readonly string[] = [...(isWritten(kind) ? shortForm[kind] : []), ...sharingForm];
  return asked.includes(path);
}

export function isWritten(kind: number): kind is WrittenKind {
  return writtenKinds.some((each) => each === kind);
}

/** Texts of several lines. */
export const longTexts: ReadonlySet<string> = new Set([
  "detection_method",
  "goods.packaging",
  "goods.concealment.description",
  "goods.note",
  "conveyance.small_craft.description",
  "narrative.text",
  "narrative.follow_up",
  "persons.note",
  "passengers.indicator",
  "companies.note",
  "source.description",
  "operation.objective",
  "operation.results.note",
  "request.text",
  "reply.text",
]);

/** Texts in which one tells what happened, and is tempted to name who it was. */
export const tellingTexts: ReadonlySet<string> = new Set([
  "narrative.text",
  "narrative.follow_up",
  "goods.note",
  "source.description",
  "operation.objective",
  "operation.results.note",
  "request.text",
  "reply.text",
]);

/** Fields that the program fills in, and no person. */
export const filledIn: ReadonlySet<string> = new Set([
  "kind",
  "images.file",
  "images.content",
  "images.media_type",
  "reply.request_digest",
]);

export const topFields: readonly string[] = draftFields.map(({ name }) => name);
