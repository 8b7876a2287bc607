import type { LogQuestion } from "@talanoa/client/log.ts";
import type { NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import { steps } from "@talanoa/contract/records.ts";
import { SUBJECT_TOKEN } from "@talanoa/contract/subjects.ts";
import { isParticipantForm } from "@talanoa/sharing/codes/participants.ts";
import { isId } from "@talanoa/sharing/notice/id.ts";

/** A question to the log as a form has it: texts as they were typed, times in UTC to the minute. */
export interface QuestionFields {
  readonly from: string;
  readonly until: string;
  readonly steps: readonly string[];
  readonly participant: string;
  readonly principal: string;
  readonly notice: string;
  readonly operation: string;
  readonly fromIndex: string;
  readonly untilIndex: string;
  readonly oldestFirst: boolean;
  readonly exercises: boolean;
}

export const noFields: QuestionFields = {
  from: "",
  until: "",
  steps: [],
  participant: "",
  principal: "",
  notice: "",
  operation: "",
  fromIndex: "",
  untilIndex: "",
  oldestFirst: false,
  exercises: false,
};

/** What can be wrong with a field. */
export type FieldFault = "time" | "order" | "id" | "notice" | "unknown" | "several" | "index";
export type Faults = { readonly [Field in keyof QuestionFields]?: FieldFault };

/** Steps that one may ask for: those that this version knows. */
export const stepChoices: readonly string[] = Object.values(steps);

const texts = [
  "from",
  "until",
  "participant",
  "principal",
  "notice",
  "operation",
  "fromIndex",
  "untilIndex",
] as const;
const boxes = ["oldestFirst", "exercises"] as const;

/** The fields that the query of an address has; what it has besides is left aside. */
export function readFields(query: URLSearchParams): QuestionFields {
  const text = Object.fromEntries(texts.map((field) => [field, query.get(field)?.trim() ?? ""]));
  const box = Object.fromEntries(boxes.map((field) => [field, query.get(field) === "yes"]));
  const asked = query.get("steps")?.split(",") ?? [];
  const known = stepChoices.filter((step) => asked.includes(step));
  return { ...noFields, ...text, ...box, steps: known };
}

/** The query of an address for these fields, in one order; empty when none is set. */
export function fieldsQuery(fields: QuestionFields): string {
  const query = new URLSearchParams();
  for (const field of texts) if (fields[field].trim()) query.set(field, fields[field].trim());
  if (fields.steps.length > 0) query.set("steps", fields.steps.join(","));
  for (const field of boxes) if (fields[field]) query.set(field, "yes");
  return query.toString();
}

/** The question that the fields ask, or what is wrong with them. */
export function questionOf(fields: QuestionFields): LogQuestion | { readonly faults: Faults } {
  const faults: { -readonly [Field in keyof QuestionFields]?: FieldFault } = {};
  const from = timeOf(fields.from);
  const until = timeOf(fields.until);
  if (from === null) faults.from = "time";
  if (until === null) faults.until = "time";
  if (from && until && until <= from) faults.until = "order";
  const fromIndex = indexOf(fields.fromIndex);
  const untilIndex = indexOf(fields.untilIndex);
  if (fromIndex === null) faults.fromIndex = "index";
  if (untilIndex === null) faults.untilIndex = "index";
  if (fromIndex !== null && untilIndex && untilIndex <= fromIndex) faults.untilIndex = "order";
  const participant = fields.participant.trim().toUpperCase();
  const principal = fields.principal.trim();
  const operation = fields.operation.trim().toUpperCase();
  for (const [field, id] of Object.entries({ participant, principal, operation }))
    if (id !== "" && !SUBJECT_TOKEN.test(id)) faults[field as keyof QuestionFields] = "id";
  const notice = fields.notice.trim() === "" ? undefined : noticeNamed(fields.notice);
  if (notice === null) faults.notice = "notice";
  if (Object.keys(faults).length > 0) return { faults };
  return {
    from: from ?? 0,
    until: until ?? 0,
    steps: [...fields.steps],
    participant,
    principal,
    operation,
    ...(notice && { notice }),
    fromIndex: fromIndex ?? 0,
    untilIndex: untilIndex ?? 0,
    descending: !fields.oldestFirst,
    includeExercises: fields.exercises,
  };
}

/** A notice by its whole name, `FJ/0198…` or `FJ/0198…/2`; null for what is none. */
export function noticeNamed(text: string): NoticeRef | null {
  const [origin = "", id = "", version = "0", ...rest] = text.trim().split("/");
  const named = { origin: origin.toUpperCase(), id: id.toLowerCase(), version: Number(version) };
  const isName = isParticipantForm(named.origin) && isId(named.id) && /^\d{1,9}$/.test(version);
  return isName && rest.length === 0 ? named : null;
}

/** `2026-11-26T10:30` or `2026-11-26`, UTC, as Unix ms; 0 for none, null for what is no time. */
export function timeOf(text: string): number | null {
  if (text === "") return 0;
  if (!/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?)?$/.test(text)) return null;
  const at = Date.parse(text.includes("T") ? `${text}Z` : `${text}T00:00Z`);
  return Number.isNaN(at) ? null : at;
}

function indexOf(text: string): number | null {
  const trimmed = text.trim();
  if (trimmed === "") return 0;
  return /^\d{1,15}$/.test(trimmed) ? Number(trimmed) : null;
}
