import type { LogArchive, Reason } from "@talanoa/contract/generated/talanoa.ts";
import { steps } from "@talanoa/contract/records.ts";
import { SECRETARIAT } from "@talanoa/sharing/directory/secretariat.ts";
import type { Expected } from "@talanoa/sharing/record/answer-check.ts";
import {
  type Completeness,
  OUT_OF_ORDER,
  RecordsCheck,
} from "@talanoa/sharing/record/completeness.ts";
import { upToEnd } from "@talanoa/sharing/record/ending.ts";
import { MatchingRecords } from "@talanoa/sharing/record/matching-records.ts";
import type { RowFilter } from "@talanoa/sharing/record/row-filter.ts";
import type { OpenedCheckpoint, Policy } from "@talanoa/tlog/note/open-checkpoint.ts";
import type { CallOptions, Hub } from "./hub.ts";
import { everything, type LogEntry, ownRecords, queryLog } from "./log.ts";
import { fetchArchived } from "./log-archives.ts";
import { confirmInTurn, type ProvingOptions } from "./prove-in-turn.ts";

/** All that a caller may see of a stretch of the log, proved. */
export interface Survey extends Expected {
  readonly completeness: Completeness;
  /** Those that have what may stand before the first of it, when nothing else shows that none does. */
  readonly archives: readonly LogArchive[];
  /** The checkpoint in which the last of it was proved; null when there was nothing. */
  readonly opened: OpenedCheckpoint | null;
}

/** A stretch of the log. Empty and 0 are no ends. */
export type Stretch = Pick<RowFilter, "from" | "until" | "fromIndex" | "untilIndex">;

/**
 * Reads all records of one's own in a stretch of the log, without a gap: from the one before it to the
 * first heads behind it. Throws HubError.
 */
export async function* recordsOf(
  hub: Hub,
  reason: Reason,
  { from = 0, until = 0, fromIndex = 0, untilIndex = 0 }: Stretch,
  options?: CallOptions,
): AsyncGenerator<LogEntry, void, void> {
  const since = Math.max(0, from - OUT_OF_ORDER);
  const asked = { ...everything, from: since, fromIndex, pageSize: 1 };
  const first = await firstOf(queryLog(hub, reason, asked, options));
  // None so late: then the last heads show that, as far as they go.
  const heads = { steps: [steps.heads], descending: true, pageSize: 1 };
  const begin = first ?? (await firstOf(queryLog(hub, reason, heads, options)));
  if (!begin) return;
  const range = { fromIndex: first ? beforeIt(hub, begin) : begin.index };
  for await (const entry of ownRecords(hub, reason, range, options)) {
    yield entry;
    const isHeads = entry.parts.some(({ facts }) => facts?.heads);
    if (!isHeads || (until === 0 && untilIndex === 0)) continue;
    const isBehind = untilIndex === 0 || entry.index >= untilIndex;
    if (isBehind && (until === 0 || entry.at >= until + OUT_OF_ORDER)) return;
  }
}

/**
 * Reads, proves and counts all records of one's own in the stretch that a question is about, and notes
 * which of them match it. Throws HubError, and NotGenuine and TlogError for what is not proved.
 */
export async function surveyRecords(
  hub: Hub,
  policy: Policy,
  { reason, filter, stretch = filter }: Asked,
  options?: ProvingOptions,
): Promise<Survey> {
  // Before the records: they are shown as they stood when they were asked for.
  const now = Date.now();
  const check = new RecordsCheck();
  const matched = new MatchingRecords(filter);
  let opened: OpenedCheckpoint | null = null;
  const records = recordsOf(hub, reason, stretch, options);
  for await (const proved of confirmInTurn(hub, policy, records, options)) {
    opened = proved.opened;
    for (const entry of proved.entries) {
      check.take(entry);
      matched.take(entry);
    }
  }
  const { from = 0, fromIndex = 0, until = 0, untilIndex = 0 } = stretch;
  // After the records: what was taken out meanwhile was read, or is said to be gone.
  const { archives, until: archivedUntil } = await fetchArchived(hub, options);
  const found = check.found(hub.identity.participant, { from, fromIndex, archivedUntil });
  const completeness = upToEnd(found, { from, until, untilIndex, now });
  const excusing = completeness.archived ? archives : [];
  const { matching, belongs } = matched;
  return { completeness, archives: excusing, matching, last: check.lastIndex, belongs, opened };
}

interface Asked {
  readonly reason: Reason;
  readonly filter: RowFilter;
  /** Where to look, when that is not what the filter says. */
  readonly stretch?: Stretch;
}

/** The place of the record before one, which shows that none stands between. */
function beforeIt({ identity }: Hub, { index, parts }: LogEntry): number {
  const { participant } = identity;
  const own = parts.find(({ party }) => party === participant);
  if (own && participant !== SECRETARIAT) return own.ordinal > 1 ? own.previous : index;
  return Math.max(0, index - 1);
}

async function firstOf<Entry>(entries: AsyncIterable<Entry>): Promise<Entry | null> {
  for await (const entry of entries) return entry;
  return null;
}
