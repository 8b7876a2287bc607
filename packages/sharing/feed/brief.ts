import { Section, SectionType } from "@talanoa/contract/generated/talanoa.ts";

/** What a line about a notice tells: its title, where it was, and of what type it is. */
const told: ReadonlySet<number> = new Set([
  SectionType.SUMMARY,
  SectionType.PLACES,
  SectionType.OPERATION,
  SectionType.RISK_FLAG,
]);

/**
 * Of a notice's sections, as they travel, those that a line about it needs. The others are then absent as a withheld
 * one is: what is left is verified as before. Throws MalformedMessage for bytes that are no section.
 */
export function briefSections(sections: readonly Uint8Array[]): Uint8Array[] {
  return sections.filter((bytes) => told.has(Section.decode(bytes).type));
}
