import { Section, SectionType } from "@talanoa/contract/generated/talanoa.ts";
import { sectionTypes } from "@talanoa/contract/sections.ts";
import { expect, test } from "vitest";
import { briefSections } from "./brief.ts";

test("lines have what lists, boards, maps and cases tell of a notice, and no more", () => {
  const all = Object.keys(sectionTypes).map((type) =>
    Section.encode({ type: Number(type) as SectionType }),
  );
  const left = briefSections(all).map((bytes) => Section.decode(bytes).type);
  expect(left).toEqual([
    SectionType.SUMMARY,
    SectionType.PLACES,
    SectionType.CONVEYANCE,
    SectionType.OPERATION,
    SectionType.REFERENCE,
    SectionType.REQUEST,
    SectionType.REPLY,
    SectionType.RISK_FLAG,
  ]);
});
