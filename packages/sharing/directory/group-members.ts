import type { GroupMember } from "@talanoa/contract/generated/talanoa.ts";
import { covers } from "./entry.ts";

/**
 * The members of a group in which those are from now on who are named: who is named anew joins now, who is not named any
 * more leaves now, and the past stays.
 *
 * @param named participant codes
 * @param now Unix ms
 */
export function membersFrom(
  standing: readonly GroupMember[],
  named: readonly string[],
  now: number,
): GroupMember[] {
  const kept = standing.map((member): GroupMember =>
    covers(member.period, now) && !named.includes(member.participant)
      ? { ...member, period: { from: member.period?.from ?? 0, until: now } }
      : member,
  );
  const within = new Set(
    kept.filter(({ period }) => covers(period, now)).map(({ participant }) => participant),
  );
  const joining = [...new Set(named)]
    .filter((participant) => !within.has(participant))
    .map((participant): GroupMember => ({ participant, period: { from: now, until: 0 } }));
  return [...kept, ...joining];
}
