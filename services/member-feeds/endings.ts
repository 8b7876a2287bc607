import {
  type Cleared,
  Ending,
  NoticeLife,
  type NoticeRef,
} from "@talanoa/contract/generated/talanoa.ts";
import { type NoticeName, subjects } from "@talanoa/contract/subjects.ts";
import type { Bus } from "@talanoa/platform/bus/connection.ts";
import { readFrom } from "@talanoa/platform/bus/read-from.ts";
import { recordOf } from "@talanoa/platform/bus/record-message.ts";
import type { StoredMessage } from "@talanoa/platform/bus/stored-message.ts";
import { eachStanding } from "./each-standing.ts";

/** Which notices have ended, or lost their personal sections, whose copies may still be there: in the stream, or in this process. */
export interface Endings extends AsyncDisposable {
  has(notice: NoticeName): boolean;
  /** Whether a participant is shown no personal and passenger sections of a version: ordered to be erased, or it found nothing. */
  withoutPersonal(notice: NoticeRef, participant: string): boolean;
}

/**
 * Follows what happens to notices; resolves once it knows all that had ended and was not erased when it was
 * called. `onFailure` is told when that cannot go on.
 */
export async function followEndings(
  bus: Bus,
  stopping: AbortSignal,
  onFailure: (error: unknown) => void,
): Promise<Endings> {
  const ended = new Set<string>();
  /** Up to which version. */
  const withoutPersonal = new Map<string, number>();
  /** By whom, while others have not said yet what they found. */
  const cleared = new Map<string, readonly Cleared[]>();
  const over = new AbortController();
  const signal = AbortSignal.any([stopping, over.signal]);

  function note({ payload }: StoredMessage): void {
    const life = NoticeLife.decode(payload);
    const { notice, ending, personalErased } = life;
    if (!notice) return;
    const name = nameOf(notice);
    if (ending !== Ending.UNSPECIFIED) ended.add(name);
    if (personalErased > 0) withoutPersonal.set(name, personalErased);
    const isOver = ending !== Ending.UNSPECIFIED || personalErased >= notice.version;
    if (life.cleared.length > 0 && !isOver) cleared.set(name, life.cleared);
    else cleared.delete(name);
  }
  const last = await eachStanding(bus, subjects.lives, signal, note);
  // What was erased before is gone, and need not be kept in mind.
  await eachStanding(bus, subjects.erasedRecords, signal, (message) => {
    const erased = recordOf(message)?.facts?.erased;
    if (!erased?.notice) return;
    const name = nameOf(erased.notice);
    if (erased.versions > 0) ended.delete(name);
    const { version } = erased.notice;
    if ((withoutPersonal.get(name) ?? 0) <= version) withoutPersonal.delete(name);
  });

  async function follow(): Promise<void> {
    const options = { filters: [subjects.lives], startSequence: last + 1, signal };
    for await (const messages of readFrom(bus, options)) messages.forEach(note);
  }
  const following = follow().catch((error: unknown) => {
    if (!signal.aborted) onFailure(error);
  });
  return {
    has: (notice) => ended.has(nameOf(notice)),
    withoutPersonal(notice, participant) {
      const name = nameOf(notice);
      const its = cleared.get(name)?.find((each) => each.participant === participant);
      return notice.version <= Math.max(withoutPersonal.get(name) ?? 0, its?.version ?? 0);
    },
    async [Symbol.asyncDispose]() {
      over.abort();
      await following;
    },
  };
}

function nameOf({ origin, id }: NoticeName): string {
  return `${origin}/${id}`;
}
