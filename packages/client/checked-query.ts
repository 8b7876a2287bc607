import type { LogArchive, Reason } from "@talanoa/contract/generated/talanoa.ts";
import { checkAnswer } from "@talanoa/sharing/record/answer-check.ts";
import type { Completeness } from "@talanoa/sharing/record/completeness.ts";
import type { OpenedCheckpoint, Policy } from "@talanoa/tlog/note/open-checkpoint.ts";
import type { Hub } from "./hub.ts";
import { type LogEntry, type LogQuestion, queryLog } from "./log.ts";
import { confirmAfter, type ProvingOptions } from "./prove-in-turn.ts";
import { type Survey, surveyRecords } from "./survey-records.ts";
import { ToldArchives } from "./told-archives.ts";

/** An answer of the log, each entry proved, and whether it has all. */
export interface CheckedAnswer {
  readonly entries: readonly LogEntry[];
  readonly completeness: Completeness;
  /** The entries of the log in which they were proved. */
  readonly size: number;
  /** The checkpoint in which the last was proved, which continues those before; null when there was nothing. */
  readonly opened: OpenedCheckpoint | null;
  /** Those that may have more of it, which the hub does not show: it says so with the answer, or where that begins. */
  readonly archives: readonly LogArchive[];
  /** What is missing or does not agree. */
  readonly faults: readonly string[];
}

/**
 * Asks the log, at most `limit` entries, and proves the answer: reads all records of one's own in the
 * stretch of the log that the question is about, and applies the question to them. Throws HubError, and
 * NotGenuine and TlogError for what is not proved, also by a log that does not continue what was known before.
 */
export async function checkedQuery(
  hub: Hub,
  policy: Policy,
  { reason, question, limit }: Asked,
  options?: ProvingOptions,
): Promise<CheckedAnswer> {
  const { descending = false, pageSize: _, withErasing: __, ...filter } = question;
  const { operation, untilIndex = 0 } = question;
  // What belongs to an operation any record may say.
  const stretch = operation ? { untilIndex } : filter;
  const survey = await surveyRecords(hub, policy, { reason, filter, stretch }, options);
  // After the survey, so that it has all that was found there.
  const rows: LogEntry[] = [];
  const told = new ToldArchives();
  told.add(survey.archives);
  const asking = { ...options, archived: told.add };
  for await (const entry of queryLog(hub, reason, asOf(survey, question), asking)) {
    rows.push(entry);
    if (rows.length === limit) break;
  }
  // What a state is said by is proved as what is shown is.
  // Rows share their lists.
  const erasing = [...new Set(rows.map((row) => row.erasing ?? []))].flat();
  const shown = [...new Map([...rows, ...erasing].map((row) => [row.index, row])).values()];
  const opened = await confirmAfter(hub, policy, shown, survey.opened, options);
  const cut = rows.length === limit;
  const faults = checkAnswer(survey, { filter, rows, descending, cut });
  const { completeness } = survey;
  return {
    entries: rows,
    size: opened?.checkpoint.size ?? 0,
    opened,
    completeness,
    archives: told.all,
    faults: [...completeness.faults, ...faults],
  };
}

/** What belongs to an operation is asked as of the records that were looked at: later ones may say more. */
function asOf({ last }: Survey, question: LogQuestion): LogQuestion {
  if (!question.operation) return question;
  // 0 would be no end: whoever has no records yet is shown none.
  const end = Math.max(1, last + 1);
  return { ...question, untilIndex: Math.min(question.untilIndex || Infinity, end) };
}

interface Asked {
  readonly reason: Reason;
  readonly question: LogQuestion;
  readonly limit: number;
}
