import type { Hub } from "@talanoa/client/hub.ts";
import { type LogEntry, queryLog } from "@talanoa/client/log.ts";
import { logStats } from "@talanoa/client/log-stats.ts";
import { ToldArchives } from "@talanoa/client/told-archives.ts";
import { counted } from "@talanoa/contract/counted.ts";
import { type NoticeRef, type Reason, StatsPeriod } from "@talanoa/contract/generated/talanoa.ts";
import { noticesOf } from "@talanoa/sharing/record/notices.ts";
import { factsLine } from "@talanoa/sharing/story/facts-line.ts";
import { utc } from "@talanoa/client/times.ts";
import { archiveFields } from "./archives-told.ts";
import { type Block, heading, section, text } from "@talanoa/sharing/story/block.ts";
import { trailEntries } from "./notice-report.ts";
import type { Gathered } from "./gathered.ts";
import { checkCount, reportedNotices } from "./reported-notices.ts";
import { statsCells, statsColumns } from "./stats-forms.ts";
import { storyOf } from "@talanoa/sharing/story/story.ts";
import { type ToldEntry, toldEntries } from "@talanoa/sharing/story/told-entry.ts";

export interface MemberSpan {
  readonly member: string;
  /** Unix ms, from inclusive, until exclusive. */
  readonly from: number;
  readonly until: number;
  readonly exercises: boolean;
}

/**
 * The pack of a participant: the notices of which it took a step in a time, each with its whole trail as
 * this participant sees it, whoever asks. Throws HubError, and UsageError when there are too many.
 */
export async function memberReport(
  hub: Hub,
  reason: Reason,
  span: MemberSpan,
  signal: AbortSignal,
): Promise<Gathered> {
  const { member, from, until, exercises } = span;
  const told = new ToldArchives();
  const asking = { signal, archived: told.add };
  const figures = await logStats(
    hub,
    reason,
    { from, until, participant: member, includeExercises: exercises },
    { signal },
  );
  told.add(figures.archives);
  const question = {
    from,
    until,
    participant: member,
    includeExercises: exercises,
    pageSize: 1_000,
  };
  const own = (await Array.fromAsync(queryLog(hub, reason, question, asking))).map((entry) =>
    asSeenBy(entry, member),
  );
  const notices = noticesIn(toldEntries(own, member));
  checkCount(
    notices.length,
    `${member} dealt with in this time`,
    "Give a shorter time by --from and --to.",
  );
  const all = new Map(own.map((entry) => [entry.index, entry]));
  const stories: Block[] = [];
  for (const notice of notices) {
    const entries = await trailEntries(hub, reason, notice, asking);
    const seen = entries.map((entry) => asSeenBy(entry, member));
    for (const entry of seen) all.set(entry.index, entry);
    const altered = entries.filter((entry) => entry.altered).map(({ index }) => index);
    stories.push(...storyOf(toldEntries(seen, member), altered, notice, utc));
  }
  const entries = [...all.values()].filter(({ parts, altered }) => altered || parts.length > 0);
  return {
    title: `Exchange of ${member}`,
    fields: [["time", `from ${utc(from)} until ${utc(until)}`], ...archiveFields(told.all)],
    body: [
      heading(2, "In figures"),
      ...section(
        `${member} in this time`,
        statsColumns.map(({ title }) => title),
        figures.rows.map((row) => statsCells(row, StatsPeriod.UNSPECIFIED).map(cellText)),
      ),
      ...besides(toldEntries(own, member)),
      text(
        `What follows is of ${counted(notices.length, "notice")}, each with all that ${member} may see of it, also before and after this time.`,
      ),
      ...stories,
    ],
    notices,
    entries,
  };
}

/** An entry as one party sees it, whoever asked: others' parts are left out of the report and its proofs. */
function asSeenBy(entry: LogEntry, member: string): LogEntry {
  const kept = entry.parts.flatMap((part, i) => (part.party === member ? [i] : []));
  return {
    ...entry,
    parts: kept.map((i) => entry.parts[i]!),
    row: { ...entry.row, parts: kept.map((i) => entry.row.parts[i]!) },
  };
}

function noticesIn(entries: readonly ToldEntry[]): NoticeRef[] {
  // What was asked or refused is listed by itself: the notice may be none of its own.
  const own = entries.filter(({ step }) => step !== "queried" && step !== "refused");
  return reportedNotices(own.flatMap(({ facts }) => (facts ? noticesOf(facts) : [])));
}

function besides(entries: readonly ToldEntry[]): Block[] {
  const rows = entries
    .filter(({ step }) => ["refused", "queried", "directory-changed"].includes(step))
    .map(({ index, at, who, step, facts }) => [
      String(index),
      utc(at),
      who,
      `${step}: ${factsLine(facts)}`,
    ]);
  return section(
    "Refusals, questions and changes of the directory",
    ["entry", "when", "who", "what"],
    rows,
  );
}

function cellText(cell: string | { readonly text: string }): string {
  return typeof cell === "string" ? cell : cell.text;
}
