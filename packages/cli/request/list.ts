import { type CheckedCopy, checkCopy } from "@talanoa/client/genuine-copy.ts";
import { directoryKeys } from "@talanoa/client/key-ring.ts";
import { listNotices } from "@talanoa/client/notices.ts";
import { counted } from "@talanoa/contract/counted.ts";
import { RequestState } from "@talanoa/contract/generated/talanoa.ts";
import { codeOf, requestStateWords, wordOf } from "@talanoa/contract/words.ts";
import { InvalidArgumentError } from "commander";
import type { Context } from "../context.ts";
import { markingCell, markingColumn } from "../copy-row.ts";
import { copyJson } from "../json.ts";
import { shortId } from "@talanoa/sharing/notice/short-id.ts";
import { noticeFacts } from "../notice-facts.ts";
import { several } from "../option-values.ts";
import { printJson, printRows } from "../print.ts";
import { whoText } from "./text.ts";
import { openSession } from "../session.ts";
import { styleOf } from "../style.ts";
import type { Cell, Column } from "../table.ts";
import type { Terminal } from "../terminal.ts";
import { utcAndLocal } from "@talanoa/client/times.ts";

export interface ListOptions {
  own?: boolean;
  asked?: boolean;
  state?: RequestState[];
  exercises?: boolean;
  limit: number;
}

/** States by their words, given by one option or several. */
export function stateOption(text: string, before: RequestState[] | undefined): RequestState[] {
  const states = several(text, undefined).map((word) => {
    const state = codeOf(requestStateWords, word.toLowerCase());
    if (state === undefined)
      throw new InvalidArgumentError(`They are: ${Object.values(requestStateWords).join(", ")}.`);
    return state;
  });
  return [...(before ?? []), ...states];
}

/** Prints requests with how far they have come, the newest first. */
export async function listRequests(context: Context, options: ListOptions): Promise<void> {
  const { own = false, asked = false, state: states = [], exercises = false, limit } = options;
  await using session = await openSession(context);
  const { hub } = session;
  const keys = directoryKeys(hub);
  const rows: CheckedCopy[] = [];
  const requests = { own, asked, states };
  const pageSize = Math.min(200, limit);
  const filter = { withoutExercises: !exercises };
  const { signal } = context;
  for await (const copy of listNotices(hub, { filter, requests, pageSize, brief: true, signal })) {
    const content = await checkCopy(copy, keys);
    if (context.options.json) await printJson(context, [copyJson(content)]);
    rows.push(content);
    if (rows.length === limit) break;
  }
  if (context.options.json) return;
  await printRows(context, rows, {
    columns: requestColumns,
    cells: (content) => requestCells(content, context.terminal),
    json: copyJson,
    none: "There is no such request in your feed.",
  });
  if (rows.length === limit)
    context.terminal.say(`There may be more than ${counted(limit, "request")}: see --limit.\n`);
}

export const requestColumns: readonly Column[] = [
  { title: "answer by", shrinksTo: 20 },
  { title: "state" },
  markingColumn,
  { title: "notice" },
  { title: "title", shrinksTo: 20, wraps: true },
  { title: "who", shrinksTo: 16, wraps: true },
];

/** A request with how far it has come. */
export function requestCells(content: CheckedCopy, terminal: Pick<Terminal, "colours">): Cell[] {
  const { bad, good, odd } = styleOf(terminal);
  const status = content.copy.requestStatus;
  if (content.kind !== "notice") return ["", { text: "NOT GENUINE", paint: bad }, "", "", "", ""];
  const facts = noticeFacts(content.notice);
  const { ref, title, exercise } = facts;
  const word = status ? wordOf(requestStateWords, status.state) : "not known now";
  const paint =
    status?.state === RequestState.OVERDUE
      ? bad
      : status?.state === RequestState.ANSWERED
        ? good
        : odd;
  return [
    status ? utcAndLocal(status.answerBy) : "",
    { text: word, paint },
    markingCell(facts, terminal),
    shortId(ref),
    exercise ? `EXERCISE: ${title}` : title,
    status ? whoText(status) : "",
  ];
}
