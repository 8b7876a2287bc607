import { Section, SectionType } from "@talanoa/contract/generated/talanoa.ts";

/**
 * What lines about a notice tell, on lists, boards and maps: its title and type, where it was and by what, what is
 * asked or answered, and to which case it belongs.
 */
const told: ReadonlySet<number> = new Set([
  SectionType.SUMMARY,
  SectionType.PLACES,
  SectionType.CONVEYANCE,
  SectionType.OPERATION,
  SectionType.RISK_FLAG,
  SectionType.REQUEST,
  SectionType.REPLY,
  SectionType.REFERENCE,
]);

/**
 * Of a notice's sections, as they travel, those that a line about it needs. The others are then absent as a withheld
 * one is: what is left is verified as before. Throws MalformedMessage for bytes that are no section.
 */
export function briefSections(sections: readonly Uint8Array[]): Uint8Array[] {
  return sections.filter((bytes) => told.has(Section.decode(bytes).type));
}
