import { createHash } from "node:crypto";
import { HubError } from "@talanoa/platform/errors.ts";
import { sql } from "kysely";
import { screenRead } from "../screen/screen-transmission.ts";
import type { Screening } from "../screening.ts";
import { joinAll, waitingParts } from "./waiting-parts.ts";

/** A message of which parts wait, and the transmissions that had them. */
interface Overdue {
  readonly participant: string;
  readonly message: Buffer;
  readonly sent_by: string;
  readonly digests: readonly Buffer[];
}

/**
 * Screens what came of messages whose time to become whole is over: who holds a part back hides nobody by it.
 * Returns how many there were.
 */
export async function giveUpParts(screening: Screening): Promise<number> {
  const { db, now, lifetimes, partsInTurn } = screening;
  const { rows } = await sql<Overdue>`
    select participant, message, max(sent_by) as sent_by, array_agg(digest order by part) as digests
    from waiting_part group by participant, message
    having min(waits_since) < ${now() - lifetimes.waiting}
    order by participant, message`.execute(db);
  let givenUp = 0;
  try {
    for (const overdue of rows) {
      await partsInTurn.run(() => giveUp(screening, overdue));
      givenUp += 1;
    }
  } catch (error) {
    // The hub does not take the record now: the next sweep goes on from there.
    if (!(error instanceof HubError)) throw error;
  }
  return givenUp;
}

async function giveUp(
  screening: Screening,
  { participant, message, sent_by: principal, digests }: Overdue,
): Promise<void> {
  const parts = await waitingParts(screening, participant, message);
  // The last one may just have come.
  if (parts.length === 0) return;
  // It has no transmission of its own: the digest is of those that had its parts.
  const digest = createHash("sha256")
    .update(Buffer.concat([message, ...digests]))
    .digest();
  await screenRead(
    screening,
    { participant, principal },
    {
      digest,
      messages: joinAll(parts),
      parts: [],
      issues: [],
      changes: { participant, joined: [message], waiting: [] },
    },
  );
}
