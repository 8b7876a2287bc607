import {
  EXCHANGE,
  type KnownPrecedence,
  precedences,
  subjects,
} from "@talanoa/contract/subjects.ts";
import { readStreamUsage } from "@talanoa/platform/bus/exchange-stream.ts";
import { recordMessage } from "@talanoa/platform/bus/record-message.ts";
import { readMessage } from "@talanoa/platform/bus/standing.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import type { Feeds } from "./feeds.ts";
import { type Holder, Progress } from "./progress.ts";

/** How far a subscription has come, flash first. */
export interface OpenedProgress {
  /** Whether it was there before. */
  readonly resumed: boolean;
  readonly lanes: readonly Progress[];
}

/**
 * Reads how far a subscription has come. One that was never seen is made: it stands, at what comes
 * from now on or at the oldest copy, before this resolves, so that nothing is lost of what comes
 * after, whatever becomes of the call.
 */
export async function openProgress(
  { bus, committer }: Pick<Feeds, "bus" | "committer">,
  holder: Holder,
  fromStart: boolean,
): Promise<OpenedProgress> {
  // A leader's word each: a replica may be behind.
  const last = (subject: string) => readMessage(bus, EXCHANGE, { last_by_subj: subject });
  let made = false;
  for (;;) {
    const standing = await Promise.all(
      precedences.map(async (precedence) => {
        const [received, released] = await Promise.all([
          last(subjects.received(holder, precedence)),
          last(subjects.released(holder, precedence)),
        ]);
        return { precedence, received, released };
      }),
    );
    const missing = standing.flatMap(({ precedence, received }) => (received ? [] : precedence));
    if (missing.length === 0) {
      const lanes = standing.map(
        ({ precedence, received, released }) =>
          new Progress(committer, holder, precedence, { received: received!, released }),
      );
      return { resumed: !made, lanes };
    }
    const position = fromStart ? 0 : (await readStreamUsage(bus)).lastSequence;
    made ||= await make(committer, holder, missing, position);
  }
}

/** Whether this call made it; false when another one was faster. */
async function make(
  committer: Feeds["committer"],
  holder: Holder,
  missing: readonly KnownPrecedence[],
  position: number,
): Promise<boolean> {
  const { participant, principal, subscription } = holder;
  const at = Date.now();
  const messages = missing.map((precedence) =>
    recordMessage(
      {
        at,
        participant,
        principal,
        facts: { received: { participant, subscription, precedence, position } },
      },
      { subject: subjects.received(holder, precedence), lastSequence: 0 },
    ),
  );
  try {
    await committer.commit(messages);
    return true;
  } catch (error) {
    if (error instanceof HubError && error.code === "conflict") return false;
    throw error;
  }
}
