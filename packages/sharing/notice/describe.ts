import { type Grading, SectionType } from "@talanoa/contract/generated/talanoa.ts";
import { isKnownSectionType } from "@talanoa/contract/sections.ts";
import { categoryWords, sectionWords, wordOf } from "@talanoa/contract/words.ts";
import { bodyLines } from "./describe-bodies.ts";
import { gradeText, headerLines } from "./describe-header.ts";
import { group, type Line, line } from "./describe-line.ts";
import type { OpenedNotice, OpenedSection } from "./open.ts";

/**
 * A notice as lines to show: the header first, then a group for each section that the reader has,
 * headed by its type with its category. Kinds, types and words that this version does not know
 * are shown by their numbers, a section of an unknown type with its size.
 */
export function describeNotice(opened: OpenedNotice): Line[] {
  return [
    ...headerLines(opened.header),
    ...opened.sections.flatMap((section) => sectionLines(section, opened.header.grading)),
  ];
}

function sectionLines(section: OpenedSection, grading: Grading | null): Line[] {
  const { type, category, body, size } = section;
  const word = wordOf(categoryWords, category);
  // The grade is of the information: it stands beside the text, with the scheme that gives it its meaning.
  const isGraded = grading && type === SectionType.NARRATIVE;
  const categoryWord = isGraded ? `${word}, graded ${gradeText(grading)}` : word;
  if (!isKnownSectionType(type) || body === null) {
    const lines = [...line("type", `#${type}`), ...line("size", `${size} bytes`)];
    return group("section of an unknown type", categoryWord, lines);
  }
  const describe = bodyLines[type] as (body: unknown) => Line[];
  return group(wordOf(sectionWords, type), categoryWord, describe(body));
}
