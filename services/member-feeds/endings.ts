import { Ending, NoticeLife, type NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import { type NoticeName, subjects } from "@talanoa/contract/subjects.ts";
import type { Bus } from "@talanoa/platform/bus/connection.ts";
import { readStreamUsage } from "@talanoa/platform/bus/exchange-stream.ts";
import { patiently } from "@talanoa/platform/bus/patiently.ts";
import { readFrom } from "@talanoa/platform/bus/read-from.ts";

/** Which notices have ended since this process began: it may hold copies of them that are gone. */
export interface Endings extends AsyncDisposable {
  has(notice: NoticeName): boolean;
}

/** Follows what happens to notices from now on. `onFailure` is told when that cannot go on. */
export async function followEndings(
  bus: Bus,
  stopping: AbortSignal,
  onFailure: (error: unknown) => void,
): Promise<Endings> {
  const ended = new Set<string>();
  const over = new AbortController();
  const signal = AbortSignal.any([stopping, over.signal]);
  const { lastSequence } = await patiently(() => readStreamUsage(bus), signal);

  async function follow(): Promise<void> {
    const options = { filters: [subjects.lives], startSequence: lastSequence + 1, signal };
    for await (const messages of readFrom(bus, options)) {
      for (const { payload } of messages) {
        const { notice, ending } = NoticeLife.decode(payload);
        if (notice && ending !== Ending.UNSPECIFIED) ended.add(nameOf(notice));
      }
    }
  }
  const following = follow().catch((error: unknown) => {
    if (!signal.aborted) onFailure(error);
  });
  return {
    has: (notice) => ended.has(nameOf(notice)),
    async [Symbol.asyncDispose]() {
      over.abort();
      await following;
    },
  };
}

function nameOf({ origin, id }: Pick<NoticeRef, "origin" | "id">): string {
  return `${origin}/${id}`;
}
