import type { StandingEntry as Answer } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import type { DirectoryType } from "@talanoa/contract/subjects.ts";
import type { Directory, StandingEntry } from "@talanoa/sharing/directory/directory.ts";
import { SECRETARIAT } from "@talanoa/sharing/directory/secretariat.ts";
import { covers } from "@talanoa/sharing/directory/entry.ts";
import { takesPart } from "@talanoa/sharing/directory/standing.ts";

/**
 * The directory as one participant sees it: all participants and keys; groups, their members only
 * when it is one of them; principals only its own; agreements to which it is a party, and
 * joint operations in which it is. Who does not take part now sees participants and keys alone, by which what it holds
 * is verified. The Secretariat sees all. `now` is Unix ms.
 */
export function visibleEntries(
  directory: Directory,
  participant: string,
  type: DirectoryType | undefined,
  now: number,
): Init<Answer>[] {
  const entries = directory.entries(type);
  if (participant === SECRETARIAT) return entries.map(answer);
  if (takesPart(directory.participant(participant), now))
    return entries.flatMap((standing) => visible(standing, participant, now));
  return entries.filter(({ entry }) => entry.participant ?? entry.key).map(answer);
}

function visible(standing: StandingEntry, participant: string, now: number): Init<Answer>[] {
  const { group, principal, agreement, operation } = standing.entry;
  if (agreement) {
    const isParty = [agreement.from, agreement.to].includes(participant);
    return isParty ? [answer(standing)] : [];
  }
  if (operation) {
    const isInIt = operation.participants.some(
      (row) => row.participant === participant && covers(row.period, now),
    );
    return isInIt ? [answer(standing)] : [];
  }
  if (principal) return principal.participant === participant ? [answer(standing)] : [];
  if (!group) return [answer(standing)];
  const isMember = group.members.some(
    (member) => member.participant === participant && covers(member.period, now),
  );
  if (isMember) return [answer(standing)];
  const { id, name } = group;
  return [{ ...answer(standing), entry: { group: { id, name, members: [] } } }];
}

function answer({ entry, sequence, storedAt }: StandingEntry): Init<Answer> {
  return { entry, revision: sequence, changedAt: storedAt };
}
