import { createHash } from "node:crypto";
import { HubError } from "@talanoa/platform/errors.ts";
import { sql } from "kysely";
import { screenRead } from "../screen/screen-transmission.ts";
import type { Screening } from "../screening.ts";
import { contentsOf } from "./joining.ts";
import { openPushes } from "./part-rows.ts";
import { keepParts } from "./waiting-parts.ts";

/** A message of which parts wait, and the transmissions that had them. */
interface Overdue {
  readonly participant: string;
  readonly message: Buffer;
  readonly reference: Buffer;
  /** All of it was screened already. */
  readonly repeats: boolean;
  readonly sent_by: string;
  readonly digests: readonly Buffer[];
}

/**
 * Screens what came of messages whose time to become whole is over: who holds a part back hides nobody by it. What
 * was screened already is not screened again. Returns how many there were.
 */
export async function giveUpParts(screening: Screening): Promise<number> {
  const { db, now, lifetimes, partsInTurn } = screening;
  const { rows } = await sql<Overdue>`
    select participant, message, reference, bool_and(repeats) as repeats, max(sent_by) as sent_by,
      array_agg(digest order by part) as digests
    from waiting_part group by participant, message, reference
    having min(waits_since) < ${now() - lifetimes.waiting}
    order by participant, message`.execute(db);
  let givenUp = 0;
  for (const overdue of rows) {
    try {
      await partsInTurn.run(() => giveUp(screening, overdue));
      givenUp += 1;
    } catch (error) {
      if (!(error instanceof HubError)) throw error;
      // It is more than can be held, and goes when the time of its parts is over: those behind it do not wait for that.
      if (error.code === "invalid-argument") continue;
      // The hub does not take the record now: the next sweep goes on from there.
      break;
    }
  }
  return givenUp;
}

async function giveUp(
  screening: Screening,
  { participant, message, reference, repeats, sent_by: principal, digests }: Overdue,
): Promise<void> {
  const { db, keys, now } = screening;
  const open = await openPushes(screening, participant, reference);
  const push = open.find(({ id }) => id.equals(message));
  // The last one may just have come.
  if (!push) return;
  const its = repeats ? null : await push.message();
  const { slot } = await keys.sealing(participant, "held", now());
  const screened = contentsOf(push).map((content) => ({ participant, content, slot }));
  const changes = { participant, joined: [message], waiting: [], screened };
  if (!its) return await db.transaction().execute((transaction) => keepParts(transaction, changes));
  // It has no transmission of its own: the digest is of those that had its parts.
  const digest = createHash("sha256")
    .update(Buffer.concat([message, ...digests]))
    .digest();
  const read = { digest, messages: [its], parts: [], issues: [], changes };
  await screenRead(screening, { participant, principal }, read);
}
