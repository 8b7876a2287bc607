import type { HubClient } from "@talanoa/client/connect.ts";
import { findKnown } from "@talanoa/client/notices.ts";
import { refText } from "@talanoa/client/publication.ts";
import { type EndedNotice, Ending, type NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { utcAndLocal } from "@talanoa/client/times.ts";

/** That a notice which one held was recalled or has expired, where its content was asked for. */
export class NoticeEnded extends Error {
  override readonly name = "NoticeEnded";
  readonly advice: string;

  constructor({ notice, ending, endedAt }: EndedNotice, participant: string) {
    const name = notice ? refText({ ...notice, version: 0 }) : "it";
    const what = ending === Ending.RECALLED ? "was recalled" : "expired";
    super(`${name} ${what} ${utcAndLocal(endedAt)}: the hub has nothing of it to show`);
    this.advice =
      notice?.origin === participant
        ? `\`talanoa recall ${name} --status\` shows who had it.`
        : `Destroy what you keep of it, then say so: \`talanoa destroyed ${name}\`.`;
  }
}

/**
 * What a call about a notice gives. Throws NoticeEnded in place of `not-found` when one held it and it has
 * ended; whoever did not is told no more than before.
 */
export async function unlessEnded<T>(
  hub: HubClient,
  { origin, id }: NoticeRef,
  call: Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof HubError) || error.code !== "not-found") throw error;
    // A hub that cannot say tells as little as one that does not know it.
    const known = await findKnown(hub, { origin, idPart: id }, { signal }).catch(() => null);
    const ended = known?.ended.find(({ notice }) => notice?.id === id);
    throw ended ? new NoticeEnded(ended, hub.identity.participant) : error;
  }
}
