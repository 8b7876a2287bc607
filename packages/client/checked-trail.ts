import type { LogArchive, NoticeRef, Reason } from "@talanoa/contract/generated/talanoa.ts";
import { steps } from "@talanoa/contract/records.ts";
import { isId, timeOfId } from "@talanoa/sharing/notice/id.ts";
import { limits } from "@talanoa/sharing/notice/limits.ts";
import { checkAnswer } from "@talanoa/sharing/record/answer-check.ts";
import type { Completeness } from "@talanoa/sharing/record/completeness.ts";
import { placesOfNotice } from "@talanoa/sharing/record/notice-places.ts";
import { checkNumbers } from "@talanoa/sharing/record/numbering.ts";
import { rowMatches } from "@talanoa/sharing/record/row-filter.ts";
import { withErasing } from "@talanoa/sharing/story/erasing.ts";
import type { OpenedCheckpoint, Policy } from "@talanoa/tlog/note/open-checkpoint.ts";
import type { Hub } from "./hub.ts";
import { fetchArchived } from "./log-archives.ts";
import { type LogEntry, trail } from "./log.ts";
import { confirmAfter, type ProvingOptions } from "./prove-in-turn.ts";
import { type Stretch, surveyRecords } from "./survey-records.ts";
import { ToldArchives } from "./told-archives.ts";

/** The trail of a notice, each entry proved, and whether it has all. */
export interface CheckedTrail {
  readonly entries: readonly LogEntry[];
  /** The entries of the log in which they were proved. */
  readonly size: number;
  /** The checkpoint in which the last was proved, which continues those before; null when there was nothing. */
  readonly opened: OpenedCheckpoint | null;
  /** Of the caller's records since; null when it may not read them: its role is not auditor. */
  readonly completeness: Completeness | null;
  /** Those that may have more of it, which the hub does not show: it says so with the answer, or where that begins. */
  readonly archives: readonly LogArchive[];
  /** What is missing or does not agree. */
  readonly faults: readonly string[];
}

/**
 * Asks for the trail of a notice and proves it. The originator's records of it are numbered, so that only
 * those behind the last are looked through for more; another reader's are looked for among all its records
 * since the notice was made. Throws HubError, and NotGenuine and TlogError for what is
 * not proved, also by a log that does not continue what was known before.
 */
export async function checkedTrail(
  hub: Hub,
  policy: Policy,
  { reason, notice }: { readonly reason: Reason; readonly notice: NoticeRef },
  options: ProvingOptions = {},
): Promise<CheckedTrail> {
  const { origin, id } = notice;
  const all = { origin, id, version: 0 };
  const filter = { notice: all, includeExercises: true };
  const told = new ToldArchives();
  const asking = { ...options, archived: told.add, pageSize: 1_000 };
  const ask = () => Array.fromAsync(trail(hub, reason, all, asking));
  const stretch = stretchOf(all, hub.identity.participant === origin ? await ask() : []);
  const asked = { reason, filter, stretch };
  const isAuditor = hub.identity.roles.includes("auditor");
  const survey = isAuditor ? await surveyRecords(hub, policy, asked, options) : null;
  // After the survey, so that it has all that was found there.
  const rows = await ask();
  const opened = await confirmAfter(hub, policy, rows, survey?.opened ?? null, options);
  const numbered = placesOfNotice(all, rows);
  const { faults } = checkNumbers(`the notice ${origin}/${id}`, numbered);
  faults.push(...(survey?.completeness.faults ?? []));
  if (survey) told.add(survey.archives);
  const [first] = numbered;
  if (first && first.ordinal > 1) {
    const { archives, until } = await fetchArchived(hub, options);
    if (first.previous < until) told.add(archives);
    else faults.push(`the records of the notice before entry ${first.index} are missing`);
  }
  const shown = { filter, rows, descending: false, cut: false };
  faults.push(...checkAnswer(survey ?? { matching: [], last: -1 }, shown));
  const matching = rows.filter((row) => rowMatches({ ...filter, notice }, row));
  const entries = withErasing(
    matching,
    rows.filter(({ step, altered }) => altered || step === steps.erased),
  );
  return {
    entries,
    size: opened?.checkpoint.size ?? 0,
    opened,
    completeness: survey?.completeness ?? null,
    archives: told.all,
    faults,
  };
}

/** Where to look for records of a notice that its trail may have left out. */
function stretchOf({ origin, id }: NoticeRef, own: readonly LogEntry[]): Stretch {
  const last = own.at(-1);
  const isNumbered = own.every(({ parts }) => parts.some(({ party }) => party === origin));
  if (last && isNumbered) return { fromIndex: last.index };
  return isId(id) ? { from: Math.max(1, timeOfId(id) - limits.clockAhead) } : {};
}
