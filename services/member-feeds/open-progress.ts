import { Precedence } from "@talanoa/contract/generated/talanoa.ts";
import {
  EXCHANGE,
  type KnownPrecedence,
  precedences,
  subjects,
} from "@talanoa/contract/subjects.ts";
import { readStreamUsage } from "@talanoa/platform/bus/exchange-stream.ts";
import { recordMessage } from "@talanoa/platform/bus/record-message.ts";
import { readMessage } from "@talanoa/platform/bus/standing.ts";
import type { StoredMessage } from "@talanoa/platform/bus/stored-message.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import type { Feeds } from "./feeds.ts";
import { type Holder, Progress } from "./progress.ts";
import { isDropped, roomForOne } from "./standing-subscriptions.ts";

/** How far a subscription has come, flash first. */
export interface OpenedProgress {
  /** Whether it was there before. */
  readonly resumed: boolean;
  readonly lanes: readonly Progress[];
}

/**
 * Reads how far a subscription has come. One that was never seen, or was dropped, is made: it stands, at what comes
 * from now on or at the oldest copy, before this resolves, so that nothing is lost of what comes
 * after, whatever becomes of the call. Throws `failed-precondition` when its principal has too many.
 */
export async function openProgress(
  { bus, committer }: Pick<Feeds, "bus" | "committer">,
  holder: Holder,
  { fromStart, signal }: { readonly fromStart: boolean; readonly signal: AbortSignal },
): Promise<OpenedProgress> {
  // A leader's word each: a replica may be behind.
  const last = (subject: string) => readMessage(bus, EXCHANGE, { last_by_subj: subject });
  let made = false;
  for (;;) {
    signal.throwIfAborted();
    const standing = await Promise.all(
      precedences.map(async (precedence) => {
        const [received, released] = await Promise.all([
          last(subjects.received(holder, precedence)),
          last(subjects.released(holder, precedence)),
        ]);
        return { precedence, received, released };
      }),
    );
    const missing = standing.filter(({ received }) => !received || isDropped(received));
    if (missing.length === 0) {
      const lanes = standing.map(
        ({ precedence, received, released }) =>
          new Progress(committer, holder, precedence, { received: received!, released }),
      );
      return { resumed: !made, lanes };
    }
    const position = fromStart ? 0 : (await readStreamUsage(bus)).lastSequence;
    // Also after it was made here: it may have been dropped since.
    made = (await make({ bus, committer }, holder, missing, position)) || made;
  }
}

/** What does not stand of a precedence, or was dropped. */
interface Missing {
  readonly precedence: KnownPrecedence;
  readonly received: StoredMessage | undefined;
}

/** Whether this call made it; false when another one was faster. */
async function make(
  { bus, committer }: Pick<Feeds, "bus" | "committer">,
  holder: Holder,
  missing: readonly Missing[],
  position: number,
): Promise<boolean> {
  const { participant, principal, subscription } = holder;
  const at = Date.now();
  const flash = missing.find(({ precedence }) => precedence === Precedence.FLASH);
  const room = flash && (await roomForOne(bus, holder, { isNew: !flash.received }));
  const messages = missing.map(({ precedence, received }) => {
    const since = received?.sequence ?? 0;
    const facts = { received: { participant, subscription, precedence, position, since } };
    const message = recordMessage(
      { at, participant, principal, facts },
      { subject: subjects.received(holder, precedence), lastSequence: since },
    );
    // Its own subject is among those that are counted.
    return precedence === Precedence.FLASH && room ? { ...message, expect: room } : message;
  });
  try {
    await committer.commit(messages);
    return true;
  } catch (error) {
    if (error instanceof HubError && error.code === "conflict") return false;
    throw error;
  }
}
