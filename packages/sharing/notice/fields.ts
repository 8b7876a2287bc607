import { SectionType } from "@talanoa/contract/generated/talanoa.ts";
import { isKnownSectionType, type KnownSectionType } from "@talanoa/contract/sections.ts";

/** The field of a draft that a section stands for. */
const fields = {
  [SectionType.ROUTING]: "audience",
  [SectionType.SUMMARY]: "title",
  [SectionType.PLACES]: "where",
  [SectionType.GOODS]: "goods",
  [SectionType.CONVEYANCE]: "conveyance",
  [SectionType.NARRATIVE]: "narrative",
  [SectionType.IMAGE]: "images",
  [SectionType.PERSONS]: "persons",
  [SectionType.COMPANIES]: "companies",
  [SectionType.SOURCE]: "source",
  [SectionType.OPERATION]: "operation",
  [SectionType.PASSENGERS]: "passengers",
  [SectionType.REFERENCE]: "references",
  [SectionType.REQUEST]: "request",
  [SectionType.REPLY]: "reply",
  [SectionType.RISK_FLAG]: "risk_flag",
} as const satisfies { readonly [Type in KnownSectionType]: string };

export function fieldOfSection(type: number): string {
  return isKnownSectionType(type) ? fields[type] : `sections (type ${type})`;
}
