import { SectionType } from "@talanoa/contract/generated/talanoa.ts";
import { type KnownKind, kinds } from "@talanoa/contract/kinds.ts";
import type { KnownSectionType } from "@talanoa/contract/sections.ts";
import { fieldOfSection } from "./fields.ts";
import type { Draft } from "./draft.ts";

/** The sections that need other fields of a draft besides the one that stands for them. */
const alsoIn: Partial<Record<keyof Draft, readonly KnownSectionType[]>> = {
  type: [SectionType.SUMMARY],
  case_reference: [SectionType.SUMMARY],
  when: [SectionType.SUMMARY],
  direction: [SectionType.SUMMARY],
  office: [SectionType.SUMMARY],
  detection_method: [SectionType.SUMMARY],
  route: [SectionType.PLACES],
  purpose: [SectionType.PERSONS, SectionType.PASSENGERS],
};

/** Fields that are of the header, or of the hub, in every notice. */
const ofEvery: ReadonlySet<string> = new Set<keyof Draft>([
  "kind",
  "marking",
  "handling",
  "embargo_until",
  "acknowledge_by",
  "precedence",
  "expires",
  "exercise",
  "audience",
]);

/** Whether a notice of a kind may have a field of a draft. */
export function isFieldOfKind(field: string, kind: KnownKind): boolean {
  if (ofEvery.has(field)) return true;
  const { required, optional } = kinds[kind];
  const sections: readonly KnownSectionType[] = [...required, ...optional];
  const also = alsoIn[field as keyof Draft] ?? [];
  return sections.some((type) => fieldOfSection(type) === field || also.includes(type));
}
