import { OperationPhase, ParticipantType } from "@talanoa/contract/generated/talanoa.ts";
import type { Directory, StandingEntry } from "./directory.ts";
import { covers } from "./entry.ts";
import { takesPart } from "./standing.ts";

/** Whether a participant is in a joint operation at a time (Unix ms) and the operation takes notices. */
export function isIn(directory: Directory, id: string, participant: string, time: number): boolean {
  if (directory.operation(id)?.phase === OperationPhase.CLOSED) return false;
  return rowsAt(directory, id, participant, time).length > 0;
}

/**
 * Whether somebody who is in the operation answers there for a partner organisation at a time: who takes part then and
 * is no partner itself.
 */
export function isSponsored(
  directory: Directory,
  id: string,
  partner: string,
  time: number,
): boolean {
  return rowsAt(directory, id, partner, time).some(({ sponsor }) => {
    const its = directory.participant(sponsor);
    const mayAnswer = its?.type !== ParticipantType.PARTNER && takesPart(its, time);
    return mayAnswer && rowsAt(directory, id, sponsor, time).length > 0;
  });
}

/**
 * Whether a participant that holds a notice may know that it belongs to a joint operation: who was in it when
 * the notice was accepted (Unix ms), or joined later and sees what was sent before.
 */
export function mayKnowOf(
  directory: Directory,
  id: string,
  participant: string,
  acceptedAt: number,
): boolean {
  return directory
    .operationRows(id, participant)
    .some(
      ({ period, seesEarlier }) =>
        covers(period, acceptedAt) || (seesEarlier && (period?.from ?? 0) > acceptedAt),
    );
}

function rowsAt(directory: Directory, id: string, participant: string, time: number) {
  return directory.operationRows(id, participant).filter(({ period }) => covers(period, time));
}

/** That a participant may see from here on what was sent to an operation before it joined. */
export interface Joining {
  readonly operation: string;
  readonly participant: string;
  /** Sequence of the entry that said so. */
  readonly sequence: number;
  /** When the stream stored that entry, Unix ms. */
  readonly storedAt: number;
}

/**
 * The joinings that the last of two versions of an operation's entry brings about; the earlier one is
 * absent for a new operation.
 */
export function joiningsOf(earlier: StandingEntry | undefined, later: StandingEntry): Joining[] {
  const { entry, sequence, storedAt } = later;
  const { operation } = entry;
  if (!operation || operation.phase === OperationPhase.CLOSED) return [];
  const before = earlier?.entry.operation?.participants ?? [];
  return operation.participants.flatMap(({ participant, period, seesEarlier }) => {
    if (!seesEarlier || !covers(period, storedAt)) return [];
    const stood = before.some(
      (its) =>
        its.participant === participant && its.seesEarlier && its.period?.from === period?.from,
    );
    return stood ? [] : { operation: operation.id, participant, sequence, storedAt };
  });
}

/** All joinings of an operation, by what its entry was over time. */
export function allJoinings(versions: readonly StandingEntry[]): Joining[] {
  return versions.flatMap((later, i) => joiningsOf(versions[i - 1], later));
}
