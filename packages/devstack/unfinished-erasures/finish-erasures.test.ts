import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, open, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { findNatsServer } from "../find-nats-server.ts";
import { startNats } from "../nats-server.ts";
import { type BlockRecord, recordsOf } from "./block-records.ts";
import { finishErasures } from "./finish-erasures.ts";

let binary: string;
let dir: string;
beforeAll(async () => {
  binary = await findNatsServer();
});
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "talanoa-erasures-"));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const STREAM = "EXCHANGE";
/** Of messages of 900 kB a block holds eight or nine. */
const COUNT = 20;

async function managed(url: string) {
  const connection = await connect({ servers: url });
  return { connection, manager: await jetstreamManager(connection) };
}

/** Words, one in each message of a new stream. */
async function stored(url: string): Promise<string[]> {
  const { connection, manager } = await managed(url);
  await manager.streams.add({ name: STREAM, subjects: ["notice.>"] });
  const words: string[] = [];
  for (let i = 0; i < COUNT; i++) {
    const word = randomBytes(20).toString("hex");
    const payload = Buffer.alloc(900_000, `${word} `);
    await jetstream(connection).publish(`notice.${i}`, payload);
    words.push(word);
  }
  await connection.close();
  return words;
}

const pathOf = (block: number) =>
  join(dir, "jetstream", "$G", "streams", STREAM, "msgs", `${block}.blk`);

/** Which of some words stand in any file of the server. */
async function onDisk(words: readonly string[]): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const contents = await Promise.all(
    files.map((file) => readFile(join(file.parentPath, file.name))),
  );
  return words.filter((word) => contents.some((bytes) => bytes.includes(word)));
}

/** Where each message is, by its sequence. */
async function places(): Promise<Map<number, BlockRecord & { path: string; bytes: Buffer }>> {
  const found = new Map<number, BlockRecord & { path: string; bytes: Buffer }>();
  for (let block = 1; ; block++) {
    const path = pathOf(block);
    const file = await readFile(path).catch(() => null);
    if (!file) return found;
    for (const record of recordsOf(file)) {
      if (record.kind === "deletion") continue;
      const bytes = Buffer.from(file.subarray(record.start, record.end));
      found.set(Number(record.sequence), { ...record, path, bytes });
    }
  }
}

test.each([
  { which: "in the middle of a block", sequences: [4, 13] },
  { which: "the first of the stream", sequences: [1] },
  { which: "at both ends of a block", sequences: "ends" as const },
  { which: "the last but one", sequences: [COUNT - 1] },
  { which: "all of a block", sequences: "block" as const },
])(
  "what a killed broker had deleted and not yet erased, $which, is erased at its start",
  async ({ sequences }) => {
    let words: string[];
    let gone: number[];
    {
      await using nats = await startNats({ dir, binary });
      words = await stored(nats.url);
      const before = await places();
      const second = [...before.values()].filter(({ path }) => path === pathOf(2));
      const ofSecond = second.map(({ sequence }) => Number(sequence));
      gone =
        sequences === "block"
          ? ofSecond
          : sequences === "ends"
            ? [ofSecond[0]!, ofSecond.at(-1)!]
            : sequences;
      const { connection, manager } = await managed(nats.url);
      for (const sequence of gone) await manager.streams.deleteMessage(STREAM, sequence, true);
      await connection.close();
      await nats.kill();
      // As it is between the two: the deletion is noted, the bytes are there.
      for (const sequence of gone) {
        const { path, start, bytes } = before.get(sequence)!;
        // A block of which nothing is left may be gone as a whole.
        const file = await open(path, "r+").catch(() => null);
        if (!file) continue;
        await file.write(bytes, 0, bytes.length, start);
        await file.close();
      }
    }
    const goneWords = gone.map((sequence) => words[sequence - 1]!);
    for (let start = 0; start < 2; start++) {
      await using nats = await startNats({ dir, binary });
      expect(await onDisk(goneWords)).toEqual([]);
      const { connection, manager } = await managed(nats.url);
      const { state } = await manager.streams.info(STREAM);
      expect(state).toMatchObject({
        messages: COUNT - gone.length + start,
        last_seq: COUNT + start,
      });
      for (const [i, word] of words.entries()) {
        const message = await manager.streams.getMessage(STREAM, { seq: i + 1 });
        const text = message?.string().slice(0, word.length);
        expect(text).toBe(gone.includes(i + 1) ? undefined : word);
      }
      const { seq } = await jetstream(connection).publish("notice.more", "more");
      expect(seq).toBe(COUNT + 1 + start);
      await connection.close();
      if (start === 0) await nats.kill();
    }
  },
);

test("the stream's last message keeps its sequence, and is erased once another stands after it", async () => {
  let word: string;
  {
    await using nats = await startNats({ dir, binary });
    word = (await stored(nats.url)).at(-1)!;
    const { path, start, bytes } = (await places()).get(COUNT)!;
    const { connection, manager } = await managed(nats.url);
    await manager.streams.deleteMessage(STREAM, COUNT, true);
    await connection.close();
    await nats.kill();
    await using file = await open(path, "r+");
    await file.write(bytes, 0, bytes.length, start);
  }
  {
    await using nats = await startNats({ dir, binary });
    const { connection } = await managed(nats.url);
    const { seq } = await jetstream(connection).publish("notice.more", "more");
    expect(seq).toBe(COUNT + 1);
    await connection.close();
  }
  await using nats = await startNats({ dir, binary });
  expect(await onDisk([word])).toEqual([]);
  const { connection, manager } = await managed(nats.url);
  expect((await manager.streams.info(STREAM)).state).toMatchObject({
    messages: COUNT,
    last_seq: COUNT + 1,
  });
  await connection.close();
});

test("a store that has none, and one of a stream with nothing deleted, are left as they are", async () => {
  {
    await using nats = await startNats({ dir, binary });
    await stored(nats.url);
  }
  const before = await Promise.all([1, 2, 3].map((block) => readFile(pathOf(block))));
  {
    await using nats = await startNats({ dir, binary });
    expect(nats.port).toBeGreaterThan(0);
  }
  const after = await Promise.all([1, 2, 3].map((block) => readFile(pathOf(block))));
  expect(after.map((bytes, i) => bytes.equals(before[i]!))).toEqual([true, true, true]);
});

const MESSAGE = 0n;
const DELETION = 1n << 62n;

/** A record of 40 bytes, as far as it is read here. */
function record(sequence: bigint, kind: bigint): Buffer {
  const bytes = Buffer.alloc(40, "x");
  bytes.writeUInt32LE(40, 0);
  bytes.writeBigUInt64LE(kind | sequence, 4);
  return bytes;
}

test("a start that is killed between two blocks is finished by the next one, long after the deletions", async () => {
  const blocks = [
    [record(1n, MESSAGE), record(2n, MESSAGE)],
    [record(3n, MESSAGE), record(4n, MESSAGE)],
    [record(5n, MESSAGE), record(1n, DELETION), record(3n, DELETION), record(6n, MESSAGE)],
  ].map((records) => Buffer.concat(records));
  await mkdir(dirname(pathOf(1)), { recursive: true });
  const anHourAgo = new Date(Date.now() - 3_600_000);
  const put = async (block: number) => {
    await writeFile(pathOf(block), blocks[block - 1]!);
    await utimes(pathOf(block), anHourAgo, anHourAgo);
  };
  for (const block of [1, 2, 3]) await put(block);
  expect(await finishErasures(dir)).toBe(2);
  // As it is when the first block was written anew and the second not yet.
  await put(2);
  expect(await finishErasures(dir)).toBe(1);
  expect(await readFile(pathOf(2))).toEqual(record(4n, MESSAGE));
});

test("a broker whose disk is full says so and does not start, and what was to go goes once there is room", async () => {
  await mkdir(dirname(pathOf(1)), { recursive: true });
  const block = [
    record(1n, MESSAGE),
    record(2n, MESSAGE),
    record(1n, DELETION),
    record(3n, MESSAGE),
  ];
  await writeFile(pathOf(1), Buffer.concat(block));
  const program = join(import.meta.dirname, "main.ts");
  const start = (limit: string) =>
    spawnSync("sh", ["-c", `${limit} "$@"`, "sh", process.execPath, program, dir], {
      encoding: "utf8",
    });
  // No file may have a byte.
  const full = start("ulimit -f 0;");
  expect(full).toMatchObject({ status: 1, stdout: "" });
  expect(full.stderr).toMatch(/^The disk is full \(EFBIG\): what this broker was erasing/);
  expect(full.stderr.trim().split("\n")).toHaveLength(1);
  expect(await readFile(pathOf(1))).toEqual(Buffer.concat(block));
  expect(start("")).toMatchObject({ status: 0, stdout: "Finished to erase 1 messages.\n" });
  expect(await readFile(pathOf(1))).toEqual(Buffer.concat(block.slice(1)));
});

test("records are read up to what a crash left of one", () => {
  const record = Buffer.alloc(40);
  record.writeUInt32LE(40, 0);
  record.writeBigUInt64LE(7n, 4);
  const whole = [{ kind: "message", sequence: 7n, start: 0, end: 40 }];
  expect([...recordsOf(record)]).toEqual(whole);
  expect([...recordsOf(Buffer.concat([record, record.subarray(0, 39)]))]).toEqual(whole);
  expect([...recordsOf(Buffer.concat([record, Buffer.alloc(40)]))]).toEqual(whole);
  expect([...recordsOf(Buffer.from("cmp and something compressed, which is no record"))]).toEqual(
    [],
  );
});
