import { randomBytes } from "node:crypto";
import { appendFile, mkdtemp, readFile, readdir, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BackupMessage } from "@talanoa/contract/generated/talanoa.ts";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openAppending } from "./append.ts";
import { beginning, blockBytes, readBlocks } from "./block-file.ts";
import { messageFiles, messagePath, messagesOf } from "./message-files.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "talanoa-append-"));
});
afterEach(() => rm(folder, { recursive: true }));

function message(sequence: number, bytes = 10): BackupMessage {
  const headers = [{ name: "Talanoa-Record", value: `r${sequence}` }];
  const payload = new Uint8Array(bytes).fill(sequence);
  return { sequence, storedAt: 5, subject: "record.queried", headers, payload, leftOut: empty };
}
const empty = new Uint8Array();

async function append(...messages: BackupMessage[]): Promise<void> {
  await using appending = await openAppending(folder);
  await appending.append(messages.map((each) => [each]));
}

const sequences = async () =>
  (await Array.fromAsync(messagesOf(folder))).map(({ sequence }) => sequence);
const file = () => messagePath(folder, 1);

test("what is appended is read in its order, by whoever opens it next", async () => {
  await append(message(1), message(4));
  await append(message(5));
  const [first] = await Array.fromAsync(messagesOf(folder));
  expect(first).toEqual(BackupMessage.decode(BackupMessage.encode(message(1))));
  await using appending = await openAppending(folder);
  expect(appending.last?.sequence).toBe(5);
  expect(await sequences()).toEqual([1, 4, 5]);
});

test("a block that was not written whole is left away, and written over", async () => {
  await append(message(1));
  await append(message(2, 500));
  const { length } = await readFile(file());
  for (const cut of [1, 7, 20]) {
    await truncate(file(), length - cut);
    expect(await sequences()).toEqual([1]);
  }
  await append(message(2), message(3));
  expect(await sequences()).toEqual([1, 2, 3]);
  await appendFile(file(), Buffer.from([0, 0, 0, 9, 1]));
  expect(await sequences()).toEqual([1, 2, 3]);
});

test("what is appended as one is left away as one where it was not written to its end, and written over", async () => {
  const large = (sequence: number) => message(sequence, 3 * 1024 * 1024);
  await append(message(1));
  const { length } = await readFile(file());
  {
    await using appending = await openAppending(folder, 1);
    await appending.append([[message(2)], [3, 4, 5, 6, 7].map(large)]);
  }
  const second = messagePath(folder, 2);
  expect(await sequences()).toEqual([1, 2, 3, 4, 5, 6, 7]);
  const whole = await readFile(second);
  const ends = await Array.fromAsync(readBlocks({ path: second, isLast: true }), ({ end }) => end);
  expect(ends).toHaveLength(3);
  for (const end of ends.slice(0, -1)) {
    await truncate(second, end);
    expect(await sequences()).toEqual([1]);
    await writeFile(second, whole);
  }
  await truncate(second, ends[1]!);
  await append(message(2));
  expect(await sequences()).toEqual([1, 2]);
  expect(await readFile(file())).not.toHaveLength(length);
});

test("zeros that a loss of power left behind the last block are written over", async () => {
  await append(message(1));
  for (const zeros of [3, 8, 4096]) {
    await appendFile(file(), Buffer.alloc(zeros));
    expect(await sequences()).toEqual([1]);
  }
  await append(message(2));
  expect(await sequences()).toEqual([1, 2]);
});

test("a length that was changed is found where more than one block would be left away", async () => {
  for (const sequence of [1, 2, 3, 4, 5]) {
    const its = { ...message(sequence), payload: randomBytes(2 * 1024 * 1024) };
    await append(its);
  }
  const bytes = await readFile(file());
  bytes[17]! ^= 0x40;
  await writeFile(file(), bytes);
  await expect(sequences()).rejects.toThrow("the bytes from 17 on are not as written");
  await expect(openAppending(folder)).rejects.toThrow("not as written");
  expect(await readFile(file())).toHaveLength(bytes.length);
});

test("a file that another follows is whole, or damaged", async () => {
  await append(message(1, 500));
  await using appending = await openAppending(folder, 1);
  await appending.append([[message(2)]]);
  const { length } = await readFile(file());
  await truncate(file(), length - 1);
  await expect(sequences()).rejects.toThrow(`${file()}: the bytes from 17 on are not as written`);
});

test("a file that is missing is noticed, and one that is shorter than it was", async () => {
  for (const sequence of [1, 3, 5]) {
    await using appending = await openAppending(folder, 1);
    await appending.append([[message(sequence)]]);
  }
  const middle = messagePath(folder, 3);
  const bytes = await readFile(middle);
  await truncate(middle, beginning.length);
  const missing = "it goes on behind 3, and what is before it ends at 1: a file is missing";
  await expect(sequences()).rejects.toThrow(`${messagePath(folder, 5)}: ${missing}`);
  await rm(middle);
  await expect(sequences()).rejects.toThrow(missing);
  await writeFile(middle, bytes);
  expect(await sequences()).toEqual([1, 3, 5]);
});

test("a file of which all was erased goes on", async () => {
  await append(message(1));
  const block = await blockBytes({ messages: [], after: 1, upTo: 3, goesOn: false });
  await writeFile(messagePath(folder, 3), Buffer.concat([beginning, block]));
  await append(message(4));
  expect((await messageFiles(folder)).map(({ first }) => first)).toEqual([1, 3]);
  expect(await sequences()).toEqual([1, 4]);
});

test("a file without a message is not kept: what comes goes into the one before", async () => {
  await append(message(1));
  await writeFile(messagePath(folder, 3), beginning);
  await append(message(3), message(4));
  expect((await messageFiles(folder)).map(({ first }) => first)).toEqual([1]);
  expect(await sequences()).toEqual([1, 3, 4]);
});

test("a file that was being written anew when the program was killed is not left behind", async () => {
  await append(message(1));
  await writeFile(join(folder, ".messages-0000000000000001.77.0a1b2c3d.tmp"), "content");
  await append(message(2));
  expect(await readdir(folder)).toEqual(["messages-0000000000000001"]);
});

test("a byte that was changed is found, and named with its file", async () => {
  await append(message(1, 300));
  await append(message(2, 300));
  const bytes = await readFile(file());
  bytes[40]! ^= 1;
  await writeFile(file(), bytes);
  await expect(sequences()).rejects.toThrow(`${file()}: the bytes from 17 on are not as written`);
  await expect(openAppending(folder)).rejects.toThrow("not as written");
  bytes[0]! ^= 1;
  await writeFile(file(), bytes);
  await expect(sequences()).rejects.toThrow("it is no file of a backup");
});

test("a file that is full is followed by another", async () => {
  for (const sequence of [1, 2, 5, 9]) {
    await using appending = await openAppending(folder, 1);
    await appending.append([[message(sequence)]]);
  }
  expect(await sequences()).toEqual([1, 2, 5, 9]);
  expect((await messageFiles(folder)).map(({ first }) => first)).toEqual([1, 2, 5, 9]);
  await using appending = await openAppending(folder);
  expect(appending.last?.sequence).toBe(9);
});
