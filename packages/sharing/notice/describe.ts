import { isKnownSectionType } from "@talanoa/contract/sections.ts";
import { categoryWords, sectionWords, wordOf } from "@talanoa/contract/words.ts";
import { bodyLines } from "./describe-bodies.ts";
import { headerLines } from "./describe-header.ts";
import { group, type Line, line } from "./describe-line.ts";
import type { OpenedNotice, OpenedSection } from "./open.ts";

/**
 * A notice as lines to show: the header first, then a group for each section that the reader has,
 * headed by its type with its category. Kinds, types and words that this version does not know
 * are shown by their numbers, a section of an unknown type with its size.
 */
export function describeNotice(opened: OpenedNotice): Line[] {
  return [...headerLines(opened.header), ...opened.sections.flatMap(sectionLines)];
}

function sectionLines({ type, category, body, size }: OpenedSection): Line[] {
  const categoryWord = wordOf(categoryWords, category);
  if (!isKnownSectionType(type) || body === null) {
    const lines = [...line("type", `#${type}`), ...line("size", `${size} bytes`)];
    return group("section of an unknown type", categoryWord, lines);
  }
  const describe = bodyLines[type] as (body: unknown) => Line[];
  return group(wordOf(sectionWords, type), categoryWord, describe(body));
}
