import type { CaseRow } from "@talanoa/client/case-copies.ts";
import { SectionType } from "@talanoa/contract/generated/talanoa.ts";
import { eventTime } from "@talanoa/sharing/notice/describe-line.ts";
import { sectionOf } from "@talanoa/sharing/notice/open.ts";
import { copyCells, copyColumns } from "./copy-row.ts";
import { copyJson, type Json } from "./json.ts";
import { styleOf } from "./style.ts";
import type { Cell, Column } from "./table.ts";
import type { Terminal } from "./terminal.ts";
import { utcAndLocal } from "@talanoa/client/times.ts";

export const caseColumns: readonly Column[] = [{ title: "event", shrinksTo: 10 }, ...copyColumns];

/** A row of a list, with the time of its event before and LATE beside when it was accepted. */
export function caseCells(
  { notice: { content, event }, late }: CaseRow,
  terminal: Pick<Terminal, "colours">,
): Cell[] {
  const { odd } = styleOf(terminal);
  const [, ...rest] = copyCells(content, terminal);
  const time = sectionOf(content.notice, SectionType.SUMMARY)?.time;
  const when = utcAndLocal(content.copy.acceptedAt);
  return [
    time ? eventTime(time) : utcAndLocal(event?.first ?? 0),
    late ? { text: `LATE ${when}`, paint: odd } : when,
    ...rest,
  ];
}

export function caseJson({ notice: { content }, late }: CaseRow): Json {
  return { ...copyJson(content), late };
}
