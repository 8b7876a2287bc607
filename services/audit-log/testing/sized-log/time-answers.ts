import type { Database } from "@talanoa/platform/database/database.ts";
import { findEntries } from "../../ask/find-entries.ts";
import type { Filter } from "../../ask/question.ts";
import { shownRows } from "../../ask/shown-row.ts";
import type { Asked } from "./questions.ts";

/** As many rows as a page has unless another size is asked for. */
const PAGE = 100;

/** Milliseconds that each answer took, of them to find the entries, and how many rows there were. */
export interface AnswerTimes {
  readonly all: number[];
  readonly find: number[];
  readonly rows: number[];
}

/** Answers questions as the service does once the log has reached them. */
export async function timeAnswers(
  { db, pool }: Database<unknown>,
  reader: string,
  questions: readonly Asked[],
  end: number,
): Promise<AnswerTimes> {
  const times: AnswerTimes = { all: [], find: [], rows: [] };
  for (const asked of questions) {
    const started = performance.now();
    const found = await findEntries(db, reader, filterOf(asked), { end }, PAGE + 1);
    const between = performance.now();
    const rows = await shownRows(pool, reader, found.slice(0, PAGE));
    times.all.push(performance.now() - started);
    times.find.push(between - started);
    times.rows.push(rows.length);
  }
  return times;
}

function filterOf(asked: Asked): Filter {
  const when = { from: 0, until: 0, fromIndex: 0, untilIndex: 0 };
  const what = { steps: [], participant: "", principal: "", notice: null, operation: "" };
  return { ...when, ...what, descending: false, exercises: false, ...asked };
}
