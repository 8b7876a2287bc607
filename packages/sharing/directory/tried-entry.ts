import type { DirectoryEntry, Period } from "@talanoa/contract/generated/talanoa.ts";
import { triedEnd } from "./tried-end.ts";

/**
 * An entry as the hub is to try it: as it will stand, but for what the change ends, which is tried as ended before the
 * time that the hub looks at. Otherwise the end of something now would seem to change nothing.
 *
 * @param before null for a new entry
 * @param now Unix ms
 */
export function triedEntry(
  before: DirectoryEntry | null,
  after: DirectoryEntry,
  now: number,
): DirectoryEntry {
  const ended = <Its extends Period | null>(period: Its, was: Period | null | undefined): Its => {
    if (!period || period.until === 0 || period.until === was?.until) return period;
    return { ...period, until: triedEnd(period, period.until, now) };
  };
  const { participant, key, group, agreement } = after;
  if (participant) {
    const were = before?.participant?.membership ?? [];
    const membership = participant.membership.map((period, i) => ended(period, were[i]));
    return { ...after, participant: { ...participant, membership } };
  }
  if (key) {
    const validity = ended(key.validity, before?.key?.validity);
    return { ...after, key: { ...key, validity } };
  }
  if (group) {
    const were = before?.group?.members ?? [];
    const members = group.members.map((member, i) => ({
      ...member,
      period: ended(member.period, were[i]?.period),
    }));
    return { ...after, group: { ...group, members } };
  }
  if (agreement) {
    const period = ended(agreement.period, before?.agreement?.period);
    return { ...after, agreement: { ...agreement, period } };
  }
  return after;
}
