import { promisify } from "node:util";
import { zstdCompress, zstdDecompress } from "node:zlib";
import {
  FlagState,
  type ScreenedMessage,
  ScreenedTransmission,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import type { PassengerMessage } from "@talanoa/passenger/model/message.ts";
import { sql, type Transaction } from "kysely";
import { open, seal } from "@talanoa/platform/sealed.ts";
import { waitingParts } from "../parts/part-rows.ts";
import { refused } from "../refusals.ts";
import type { Screening } from "../screening.ts";
import type { ScreeningTables } from "../tables/tables.ts";

/** What is held of a transmission. */
interface HeldTransmission {
  readonly participant: string;
  readonly digest: Buffer;
  /** Unix ms. */
  readonly at: number;
  readonly answer: Init<ScreenedTransmission>;
  readonly messages: readonly PassengerMessage[];
  /** The same, as packMessages has them. */
  readonly packed: Uint8Array;
}

/** The same as it stands in the database. */
interface SealedTransmission {
  readonly transmission: ScreeningTables["transmission"];
  readonly held: ScreeningTables["held_transmission"];
}

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

/** Messages as they are held. Throws HubError when they are too many to be held together. */
export async function packMessages(messages: readonly PassengerMessage[]): Promise<Uint8Array> {
  return await compress(textOf(messages));
}

function textOf(messages: readonly PassengerMessage[]): string {
  try {
    return JSON.stringify(messages);
  } catch (error) {
    // Longer than a string may be: 512 MiB.
    if (error instanceof RangeError) throw refused("transmission-held");
    throw error;
  }
}

/** Seals what is to be held of a transmission, under a key that is on the disk by then. */
export async function sealTransmission(
  { keys }: Screening,
  { participant, digest, at, answer, messages, packed }: HeldTransmission,
): Promise<SealedTransmission> {
  const { slot, bytes: key } = await keys.sealing(participant, "held", at);
  const sealed = (what: string, bytes: Uint8Array): Buffer =>
    seal(key, labelOf(what, participant, digest), bytes);
  return {
    transmission: {
      participant,
      digest,
      screened_at: at,
      messages: messages.length,
      travellers: messages.reduce((sum, { travellers }) => sum + travellers.length, 0),
    },
    held: {
      participant,
      digest,
      slot,
      answer: sealed("answer", ScreenedTransmission.encode(answer)),
      messages: sealed("messages", packed),
    },
  };
}

/** Writes it; false when the same transmission has been screened already. */
export async function holdTransmission(
  transaction: Transaction<ScreeningTables>,
  { transmission, held }: SealedTransmission,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await transaction
    .insertInto("transmission")
    .values(transmission)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  if (numInsertedOrUpdatedRows !== 1n) return false;
  await transaction.insertInto("held_transmission").values(held).execute();
  return true;
}

/**
 * The answer that a transmission got, as far as it is still held, with those of its parts that wait still; null when it
 * was not screened yet.
 */
export async function firstAnswer(
  { db, keys }: Screening,
  participant: string,
  digest: Buffer,
): Promise<Init<ScreenedTransmission> | null> {
  const row = await db
    .selectFrom("transmission")
    .leftJoin("held_transmission as held", (join) =>
      join
        .onRef("held.participant", "=", "transmission.participant")
        .onRef("held.digest", "=", "transmission.digest"),
    )
    .select(["screened_at", "slot", "answer"])
    .where("transmission.participant", "=", participant)
    .where("transmission.digest", "=", digest)
    .executeTakeFirst();
  if (!row) return null;
  const { screened_at: screenedAt, slot, answer } = row;
  const key = slot === null ? null : await keys.opening(participant, "held", slot);
  if (!key || !answer) return { digest, screenedAt, repeated: true };
  const opened = open(key, labelOf("answer", participant, digest), answer);
  const first = ScreenedTransmission.decode(opened);
  const parts = first.waiting.length > 0 ? await waitingParts(db, participant, digest) : null;
  const waiting = first.waiting.filter(({ part }) => parts?.has(part));
  const messages = await withStates(db, participant, first.messages);
  return { ...first, messages, waiting, repeated: true };
}

/** The messages of an answer, their flags as they stand now. */
async function withStates(
  db: Screening["db"],
  participant: string,
  messages: readonly ScreenedMessage[],
): Promise<Init<ScreenedMessage>[]> {
  const ids = messages.flatMap(({ hits }) => hits.map(({ flag }) => flag));
  const rows = await db
    .selectFrom("flag")
    .select(["id", "state"])
    .where("participant", "=", participant)
    .where(sql<boolean>`id = any(${ids}::text[])`)
    .execute();
  const states = new Map(rows.map(({ id, state }) => [id, state]));
  const now = (flag: string): FlagState => states.get(flag) ?? FlagState.UNSPECIFIED;
  return messages.map((message) => ({
    ...message,
    hits: message.hits.map((hit) => ({ ...hit, state: now(hit.flag) })),
  }));
}

/** The messages of a participant that are held, a transmission at a time, the latest first. */
export async function* heldMessages(
  { db, keys }: Pick<Screening, "db" | "keys">,
  participant: string,
): AsyncGenerator<{ readonly digest: Buffer; readonly messages: PassengerMessage[] }> {
  const rows = await db
    .selectFrom("transmission")
    .innerJoin("held_transmission as held", (join) =>
      join
        .onRef("held.participant", "=", "transmission.participant")
        .onRef("held.digest", "=", "transmission.digest"),
    )
    .select("held.digest")
    .where("held.participant", "=", participant)
    .orderBy("screened_at", "desc")
    .execute();
  // One at a time: together they may be more than there is memory.
  for (const { digest } of rows) {
    const messages = await messagesHeld({ db, keys }, participant, digest);
    if (messages) yield { digest, messages };
  }
}

/** The messages of one transmission; null when they are held no more. */
export async function messagesHeld(
  { db, keys }: Pick<Screening, "db" | "keys">,
  participant: string,
  digest: Buffer,
): Promise<PassengerMessage[] | null> {
  const row = await db
    .selectFrom("held_transmission")
    .select(["slot", "messages"])
    .where("participant", "=", participant)
    .where("digest", "=", digest)
    .executeTakeFirst();
  const key = row && (await keys.opening(participant, "held", row.slot));
  if (!row || !key) return null;
  const opened = open(key, labelOf("messages", participant, digest), row.messages);
  return JSON.parse((await decompress(opened)).toString()) as PassengerMessage[];
}

function labelOf(what: string, participant: string, digest: Buffer): string {
  return `${what} ${participant} ${digest.toString("hex")}`;
}
