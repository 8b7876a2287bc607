import { randomBytes } from "node:crypto";
import { limits } from "@talanoa/passenger/limits.ts";
import type { ReadMessage } from "@talanoa/passenger/message-frame.ts";
import type { PassengerMessage } from "@talanoa/passenger/model/message.ts";
import { sql, type Transaction } from "kysely";
import { most } from "../limits.ts";
import { refused } from "../refusals.ts";
import type { Screening } from "../screening.ts";
import type { ScreeningTables } from "../tables/tables.ts";
import { linksOf } from "../trips/links.ts";
import { Joining } from "./joining.ts";
import { OpenPush, type Part } from "./open-push.ts";
import * as rows from "./part-rows.ts";

/** What a transmission changes of the parts that wait. */
export interface PartChanges {
  readonly participant: string;
  /** Pushes, by their ids, of which no part waits any more. */
  readonly joined: readonly Buffer[];
  readonly waiting: readonly WaitingPart[];
  /** What is screened of parts, so that it is known when it comes again. */
  readonly screened: readonly ScreeningTables["screened_part"][];
}

interface WaitingPart {
  readonly message: PassengerMessage;
  readonly row: ScreeningTables["waiting_part"];
}

/** Parts of messages that a transmission has, and who sent it. */
export interface SentParts {
  readonly participant: string;
  readonly principal: string;
  /** SHA-256 of the transmission. */
  readonly digest: Buffer;
  /** Unix ms. */
  readonly at: number;
  /** Those of messages that it does not have as a whole. */
  readonly parts: readonly ReadMessage[];
  /** Those of each message that it has as a whole. */
  readonly wholes: readonly (readonly ReadMessage[])[];
}

/**
 * Joins parts with those that wait: the messages that are whole by them, or given up for them, and what waits from now
 * on, sealed. One call at a time, until its changes are kept: two that bring the last two parts must see each other.
 * Throws HubError when more would wait than may.
 */
export async function joinWaiting(
  screening: Pick<Screening, "db" | "keys" | "lifetimes" | "transmissionBytes">,
  sent: SentParts,
): Promise<{ messages: PassengerMessage[]; changes: PartChanges }> {
  const { participant, at, parts, wholes } = sent;
  const partOf = await partsOf(screening, sent);
  const byReference = Map.groupBy([...wholes, ...parts.map((part) => [part])], ([first]) =>
    rows.referenceOf(first!).toString("hex"),
  );
  const begin = (): OpenPush => new OpenPush(randomBytes(32), at);
  const largest = { bytes: screening.transmissionBytes, travellers: most.travellers };
  const { slot } = await screening.keys.sealing(participant, "held", at);
  const messages: PassengerMessage[] = [];
  const joined: Buffer[] = [];
  const contents: Buffer[] = [];
  const waiting: WaitingPart[] = [];
  for (const [hex, reads] of byReference) {
    const reference = Buffer.from(hex, "hex");
    const open = await rows.openPushes(screening, participant, reference);
    const joining = new Joining(open, begin, largest);
    for (const its of reads) {
      if (wholes.includes(its)) await joining.addWhole(its.map(partOf));
      else await joining.add(partOf(its[0]!));
    }
    messages.push(...joining.messages);
    joined.push(...joining.joined);
    contents.push(...joining.contents);
    for (const push of joining.open) {
      for (const part of push.parts.filter(({ isNew }) => isNew)) {
        const row = await rows.waitingRow(screening, push, part, { ...sent, reference });
        waiting.push({ message: (await part.read())!.message, row });
      }
    }
  }
  if (waiting.length > 0) await checkRoom(screening, participant, waiting);
  const screened = contents.map((content) => ({ participant, content, slot }));
  return { messages, changes: { participant, joined, waiting, screened } };
}

/** What is to be known of each part that came. */
async function partsOf(
  screening: Pick<Screening, "db" | "keys" | "lifetimes">,
  { participant, at, parts, wholes }: SentParts,
): Promise<(read: ReadMessage) => Part> {
  const links = await linksOf(screening, participant, at);
  const hashes = new Map(
    [...parts, ...wholes.flat()].map((read) => [read, rows.contentHashes(read, links)]),
  );
  const known = await rows.screenedContents(screening, participant, [...hashes.values()].flat());
  return (read) => {
    const content = hashes.get(read)!;
    return rows.sentPart(
      read,
      content,
      content.some((hash) => known.has(hash.toString("hex"))),
    );
  };
}

/** Throws HubError when more of a participant would wait than may. */
async function checkRoom(
  { db }: Pick<Screening, "db">,
  participant: string,
  waiting: readonly WaitingPart[],
): Promise<void> {
  const standing = await rows.waitingNow(db, participant);
  const messages = new Set([
    ...standing.messages,
    ...waiting.map(({ row }) => row.message.toString("hex")),
  ]);
  const bytes = waiting.reduce((sum, { row }) => sum + row.bytes, standing.bytes);
  if (messages.size > limits.openMessages || bytes > limits.openBytes) {
    throw refused("waiting-parts");
  }
}

/** Makes the changes. */
export async function keepParts(
  transaction: Transaction<ScreeningTables>,
  { participant, joined, waiting, screened }: PartChanges,
): Promise<void> {
  if (joined.length > 0) {
    await transaction
      .deleteFrom("waiting_part")
      .where("participant", "=", participant)
      .where("message", "in", joined)
      .execute();
  }
  for (const { row } of waiting) {
    // One that comes again stands in the place of the one before.
    await transaction
      .deleteFrom("waiting_part")
      .where("participant", "=", participant)
      .where("message", "=", row.message)
      .where("part", "=", row.part)
      .execute();
    await transaction.insertInto("waiting_part").values(row).execute();
  }
  // One transmission may have the same part twice.
  await sql`
    insert into screened_part (participant, content, slot)
    select distinct on (content) ${participant}, content, slot
    from unnest(${screened.map(({ content }) => content)}::bytea[],
      ${screened.map(({ slot }) => slot)}::text[]) as its (content, slot)
    on conflict (participant, content) do update set slot = excluded.slot`.execute(transaction);
}
