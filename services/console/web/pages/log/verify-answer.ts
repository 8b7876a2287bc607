import { checkedQuery } from "@talanoa/client/checked-query.ts";
import type { LogEntry, LogQuestion } from "@talanoa/client/log.ts";
import type { LogRow, Reason } from "@talanoa/contract/generated/talanoa.ts";
import type { Session } from "../../session.ts";
import { provedFromKept } from "./from-kept.ts";
import type { Checked } from "./verdict.tsx";

/** Most entries that the hub gives at once. */
const MOST_ROWS = 1_000;

interface ShownAnswer {
  readonly question: LogQuestion;
  readonly reason: Reason;
  readonly entries: readonly LogEntry[];
}

/**
 * The question whose answer is what is shown, whatever was logged since: the log is never changed before its end,
 * so that the newest that is shown bounds it.
 */
export function boundedQuestion({ question, entries }: Omit<ShownAnswer, "reason">): LogQuestion {
  const [newest] = entries;
  return question.descending && newest ? { ...question, untilIndex: newest.index + 1 } : question;
}

/**
 * Proves in this browser what is shown of an answer, from what that kept of the log on: each entry, and that none is
 * missing among them and before. Throws as `provedFromKept` does.
 */
export async function verifyAnswer(hub: Session["hub"], shown: ShownAnswer): Promise<Checked> {
  const { reason, entries } = shown;
  const limit = Math.max(1, entries.length);
  const question = { ...boundedQuestion(shown), pageSize: Math.min(MOST_ROWS, limit) };
  const found = await provedFromKept(hub, (policy, since) =>
    checkedQuery(hub, policy, { question, reason, limit }, { since }),
  );
  const faults = [...found.faults, ...otherThan(entries, found.entries)];
  return { ...found, faults, entries: found.entries.length };
}

/** What was shown and is not what the log shows now, which is proved: in its place, its entry or what it says. */
export function otherThan(shown: readonly LogEntry[], now: readonly LogEntry[]): string[] {
  const differing = shown.filter(({ row }, i) => !now[i] || !sameRow(row, now[i].row));
  return differing.map(({ index }) => `entry ${index} was shown, and the log shows another now`);
}

function sameRow(one: LogRow, other: LogRow): boolean {
  return (
    one.index === other.index &&
    one.altered === other.altered &&
    sameBytes(one.entry, other.entry) &&
    sameBytes(one.common, other.common) &&
    one.parts.length === other.parts.length &&
    one.parts.every((part, i) => sameBytes(part, other.parts[i]!))
  );
}

function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, i) => byte === other[i]);
}
