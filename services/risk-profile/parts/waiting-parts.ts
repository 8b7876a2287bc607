import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { zstdCompress, zstdDecompress } from "node:zlib";
import { createAssembler, keyOf } from "@talanoa/passenger/assemble.ts";
import type { ReadMessage } from "@talanoa/passenger/message-frame.ts";
import type { PassengerMessage } from "@talanoa/passenger/model/message.ts";
import type { Transaction } from "kysely";
import { open, seal } from "../keys/sealed.ts";
import type { Screening } from "../screening.ts";
import type { ScreeningTables } from "../tables/tables.ts";

type Row = ScreeningTables["waiting_part"];

/** What a transmission changes of the parts that wait. */
export interface PartChanges {
  readonly participant: string;
  /** Messages, by their digests, of which no part waits any more. */
  readonly joined: readonly Buffer[];
  readonly waiting: readonly WaitingPart[];
}

interface WaitingPart {
  readonly message: PassengerMessage;
  readonly row: Row;
}

/** Parts of messages that a transmission has, and who sent it. */
export interface SentParts {
  readonly participant: string;
  readonly principal: string;
  /** SHA-256 of the transmission. */
  readonly digest: Buffer;
  /** Unix ms. */
  readonly at: number;
  readonly parts: readonly ReadMessage[];
}

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

/**
 * Joins parts with those that wait: the messages that are whole by them, and what waits from now on, sealed. One
 * call at a time, until its changes are kept: two that bring the last two parts must see each other.
 */
export async function joinWaiting(
  screening: Pick<Screening, "db" | "keys">,
  sent: SentParts,
): Promise<{ messages: PassengerMessage[]; changes: PartChanges }> {
  const { participant, parts } = sent;
  const messages: PassengerMessage[] = [];
  const joined: Buffer[] = [];
  const waiting: WaitingPart[] = [];
  for (const [key, its] of Map.groupBy(parts, ({ message }) => keyOf(message))) {
    const message = messageDigest(key);
    const earlier = await screening.db
      .selectFrom("waiting_part")
      .select(["part", "is_last", "waits_since"])
      .where("participant", "=", participant)
      .where("message", "=", message)
      .execute();
    const known = [...earlier, ...its.map(placeOf)];
    if (isWhole(known)) {
      const standing = await waitingParts(screening, participant, message);
      messages.push(...joinAll([...standing, ...its]));
      joined.push(message);
    } else {
      // The message waits, not the part: since its first one came.
      const since = Math.min(sent.at, ...earlier.map((each) => each.waits_since));
      for (const part of its) {
        const row = await rowOf(screening, sent, { message, since, part });
        waiting.push({ message: part.message, row });
      }
    }
  }
  return { messages, changes: { participant, joined, waiting } };
}

/** Parts as one message, as far as they came; those that come later in the list count. */
export function joinAll(parts: readonly ReadMessage[]): PassengerMessage[] {
  const assembler = createAssembler();
  return [...parts.flatMap((part) => assembler.add(part)), ...assembler.flush()];
}

/** The parts of a message that wait; those whose key is gone are left out. */
export async function waitingParts(
  { db, keys }: Pick<Screening, "db" | "keys">,
  participant: string,
  message: Buffer,
): Promise<ReadMessage[]> {
  const rows = await db
    .selectFrom("waiting_part")
    .select(["part", "slot", "content"])
    .where("participant", "=", participant)
    .where("message", "=", message)
    .orderBy("part")
    .execute();
  const parts: ReadMessage[] = [];
  for (const { part, slot, content } of rows) {
    const key = await keys.opening(participant, "held", slot);
    if (!key) continue;
    const opened = open(key, labelOf(participant, message, part), content);
    parts.push(JSON.parse((await decompress(opened)).toString()) as ReadMessage);
  }
  return parts;
}

/** Makes the changes. */
export async function keepParts(
  transaction: Transaction<ScreeningTables>,
  { participant, joined, waiting }: PartChanges,
): Promise<void> {
  for (const message of joined) {
    await transaction
      .deleteFrom("waiting_part")
      .where("participant", "=", participant)
      .where("message", "=", message)
      .execute();
  }
  for (const { row } of waiting) {
    const { is_last, digest, sent_by, slot, content } = row;
    await transaction
      .insertInto("waiting_part")
      .values(row)
      .onConflict((conflict) =>
        conflict
          .columns(["participant", "message", "part"])
          .doUpdateSet({ is_last, digest, sent_by, slot, content }),
      )
      .execute();
  }
}

/** The digest by which the parts of a message are found. */
export function messageDigest(key: string): Buffer {
  return createHash("sha256").update(key).digest();
}

async function rowOf(
  { keys }: Pick<Screening, "keys">,
  { participant, principal, digest, at }: SentParts,
  { message, since, part }: { message: Buffer; since: number; part: ReadMessage },
): Promise<Row> {
  const compressed = await compress(JSON.stringify(part));
  const { slot, bytes } = await keys.sealing(participant, "held", at);
  const place = placeOf(part);
  return {
    participant,
    message,
    ...place,
    digest,
    sent_by: principal,
    waits_since: since,
    slot,
    content: seal(bytes, labelOf(participant, message, place.part), compressed),
  };
}

function placeOf({ message: { transfer } }: ReadMessage): Pick<Row, "part" | "is_last"> {
  return { part: transfer!.part, is_last: transfer!.place === "last" };
}

function isWhole(parts: readonly Pick<Row, "part" | "is_last">[]): boolean {
  const last = parts.findLast((each) => each.is_last)?.part;
  if (last === undefined) return false;
  const numbers = new Set(parts.map(({ part }) => part).filter((part) => part <= last));
  return numbers.size === last;
}

function labelOf(participant: string, message: Buffer, part: number): string {
  return `part ${part} ${participant} ${message.toString("hex")}`;
}
