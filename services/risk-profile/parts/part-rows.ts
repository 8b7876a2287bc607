import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { zstdCompress, zstdDecompress } from "node:zlib";
import { contentOf, keyOf, preparedAt } from "@talanoa/passenger/assemble.ts";
import type { ReadMessage } from "@talanoa/passenger/message-frame.ts";
import { type Kysely, sql } from "kysely";
import { open, seal } from "@talanoa/platform/sealed.ts";
import type { Screening } from "../screening.ts";
import type { ScreeningTables } from "../tables/tables.ts";
import type { Links } from "../trips/links.ts";
import { OpenPush, type Part } from "./open-push.ts";

type Row = ScreeningTables["waiting_part"];
type Stores = Pick<Screening, "db" | "keys">;

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

/** What all parts of a message have in common, as a digest; no traveller is in it. */
export function referenceOf({ message }: ReadMessage): Buffer {
  return createHash("sha256").update(keyOf(message)).digest();
}

/** Keyed hashes of what a part says, under the key of now first: it is found by them, and nobody can be guessed from one. */
export function contentHashes(read: ReadMessage, links: Links): Buffer[] {
  const content = createHash("sha256").update(contentOf(read.message)).digest("hex");
  return links.everyOf(JSON.stringify(["part", referenceOf(read).toString("hex"), content]));
}

/** A part that has just come. */
export function sentPart(read: ReadMessage, content: Buffer[], repeats: boolean): Part {
  const { message, bytes } = read;
  return {
    number: message.transfer!.part,
    isLast: message.transfer!.place === "last",
    isSound: message.complete,
    preparedAt: preparedAt(message) ?? null,
    content,
    bytes,
    travellers: Math.max(message.travellers.length, message.bookings.length),
    repeats,
    isNew: true,
    read: () => Promise.resolve(read),
  };
}

/** The pushes with a reference of which parts wait, by when they began. */
export async function openPushes(
  stores: Stores,
  participant: string,
  reference: Buffer,
): Promise<OpenPush[]> {
  const rows = await stores.db
    .selectFrom("waiting_part")
    .select([
      "message",
      "part",
      "is_last",
      "is_sound",
      "prepared_at",
      "content_hash",
      "repeats",
      "bytes",
      "travellers",
      "waits_since",
      "slot",
    ])
    .where("participant", "=", participant)
    .where("reference", "=", reference)
    .orderBy("waits_since")
    .orderBy("part")
    .execute();
  const pushes = new Map<string, OpenPush>();
  for (const row of rows) {
    const id = row.message.toString("hex");
    const push = pushes.get(id) ?? new OpenPush(row.message, row.waits_since);
    pushes.set(id, push);
    push.add({
      number: row.part,
      isLast: row.is_last,
      isSound: row.is_sound,
      preparedAt: row.prepared_at,
      content: [row.content_hash],
      bytes: row.bytes,
      travellers: row.travellers,
      repeats: row.repeats,
      isNew: false,
      read: () => readPart(stores, { participant, message: row.message, part: row.part }),
    });
  }
  return [...pushes.values()];
}

/** The row of a part that waits from now on, sealed. */
export async function waitingRow(
  { keys }: Pick<Screening, "keys">,
  push: OpenPush,
  part: Part,
  sent: Pick<Row, "participant" | "reference" | "digest"> & {
    readonly principal: string;
    /** Unix ms. */
    readonly at: number;
  },
): Promise<Row> {
  const { participant, reference, digest, principal, at } = sent;
  const compressed = await compress(JSON.stringify(await part.read()));
  const { slot, bytes } = await keys.sealing(participant, "held", at);
  const place = { participant, message: push.id, part: part.number };
  return {
    ...place,
    reference,
    is_last: part.isLast,
    is_sound: part.isSound,
    prepared_at: part.preparedAt,
    content_hash: part.content[0]!,
    repeats: part.repeats,
    bytes: part.bytes,
    travellers: part.travellers,
    digest,
    sent_by: principal,
    waits_since: push.since,
    slot,
    content: seal(bytes, labelOf(place), compressed),
  };
}

/** Which of some hashes are of what was screened already. */
export async function screenedContents(
  { db }: Pick<Screening, "db">,
  participant: string,
  hashes: readonly Buffer[],
): Promise<ReadonlySet<string>> {
  if (hashes.length === 0) return new Set();
  const rows = await db
    .selectFrom("screened_part")
    .select("content")
    .where("participant", "=", participant)
    .where(sql<boolean>`content = any(${hashes}::bytea[])`)
    .execute();
  return new Set(rows.map(({ content }) => content.toString("hex")));
}

/** Of which pushes of a participant parts wait, by their ids in hexadecimal digits, and how many bytes these have. */
export async function waitingNow(
  db: Kysely<ScreeningTables>,
  participant: string,
): Promise<{ messages: string[]; bytes: number }> {
  const { rows } = await sql<{ message: Buffer; bytes: number }>`
    select message, sum(bytes)::float8 as bytes
    from waiting_part where participant = ${participant} group by message`.execute(db);
  return {
    messages: rows.map(({ message }) => message.toString("hex")),
    bytes: rows.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

/** The numbers of the parts of a transmission that wait. */
export async function waitingParts(
  db: Kysely<ScreeningTables>,
  participant: string,
  digest: Buffer,
): Promise<ReadonlySet<number>> {
  const rows = await db
    .selectFrom("waiting_part")
    .select("part")
    .where("participant", "=", participant)
    .where("digest", "=", digest)
    .execute();
  return new Set(rows.map(({ part }) => part));
}

async function readPart(
  { db, keys }: Stores,
  place: Pick<Row, "participant" | "message" | "part">,
): Promise<ReadMessage | null> {
  const row = await db
    .selectFrom("waiting_part")
    .select(["slot", "content"])
    .where("participant", "=", place.participant)
    .where("message", "=", place.message)
    .where("part", "=", place.part)
    .executeTakeFirst();
  const key = row && (await keys.opening(place.participant, "held", row.slot));
  if (!row || !key) return null;
  const opened = open(key, labelOf(place), row.content);
  return JSON.parse((await decompress(opened)).toString()) as ReadMessage;
}

function labelOf({ participant, message, part }: Pick<Row, "participant" | "message" | "part">) {
  return `part ${part} ${participant} ${message.toString("hex")}`;
}
