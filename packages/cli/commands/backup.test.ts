import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { messagesOf } from "@talanoa/backup/folder/message-files.ts";
import { Precedence } from "@talanoa/contract/generated/talanoa.ts";
import { subjects } from "@talanoa/contract/subjects.ts";
import { openTestHub, type TestHub } from "@talanoa/platform/testing/hub.ts";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { exitCodes } from "../exit-code.ts";
import { runProgram } from "../program.ts";
import { keptTerminal } from "../testing/terminal.ts";

const NOTE = "log.example\n7\nroot\n\n— log.example signature\n";

let hub: TestHub;
beforeAll(async () => {
  hub = await openTestHub();
  const payload = Buffer.from("payload");
  const headers = { "Talanoa-Record": randomUUID() };
  const record = { subject: subjects.record("queried"), payload, headers, messageId: randomUUID() };
  const copy = subjects.feed("TO", Precedence.ROUTINE, "reminder").replace("reminder", "alert");
  await hub.committer.commit([record, { subject: copy, payload, messageId: randomUUID() }]);
});
afterAll(() => hub?.[Symbol.asyncDispose]());

const newFolder = () => mkdtemp(join(hub.folder, "backup-"));

function backup(...args: string[]) {
  const stop = new AbortController();
  const terminal = keptTerminal({ env: { TALANOA_NATS_URL: hub.nats.url } });
  return {
    stop: () => stop.abort(),
    written: terminal.written,
    ended: runProgram(["backup", ...args], terminal, stop.signal),
  };
}

/** A log that answers with a checkpoint, and nothing else. */
async function logOf(note: string, status = 200) {
  const server = createServer((_, answer) => void answer.writeHead(status).end(note)).listen(
    0,
    "127.0.0.1",
  );
  await once(server, "listening");
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    [Symbol.dispose]: () => void server.close(),
  };
}

test("a log that is away keeps nothing from being copied, and is said so", async () => {
  const folder = await newFolder();
  const { ended, written } = backup(folder, "--log", "http://127.0.0.1:1/");
  expect(await ended).toBe(exitCodes.tryLater);
  expect(written.out).toContain("2 messages");
  expect(written.err).toContain("the exchange log shows no checkpoint");
  expect(await Array.fromAsync(messagesOf(folder))).toHaveLength(2);
  const following = backup(folder, "--follow", "--log", "http://127.0.0.1:1/");
  await expect.poll(() => following.written.err).toContain("shows no checkpoint");
  following.stop();
  expect(await following.ended).toBe(exitCodes.ok);
});

test.each([
  [
    "has nothing yet",
    404,
    "nothing has been published yet\n",
    "until something has been exchanged",
  ],
  ["cannot say", 503, "the database is away\n", "it cannot say now"],
  ["is something else", 404, "not found", "what answers there (404) is not the log"],
  ["is a page", 200, "<html>", "what answers there (200) is not the log"],
])("a log that %s is told by its own words, with what to do", async (_, status, note, says) => {
  using log = await logOf(note, status);
  const { ended, written } = backup(await newFolder(), "--log", log.address);
  expect(await ended).toBe(exitCodes.tryLater);
  expect(written.out).toContain("2 messages");
  expect(written.err).toContain(says);
  expect(written.err).not.toContain("whoami");
});

test("where there is no hub none is begun", async () => {
  const terminal = keptTerminal({ cwd: await newFolder() });
  const { signal } = new AbortController();
  expect(await runProgram(["backup", "kept"], terminal, signal)).toBe(exitCodes.usage);
  expect(terminal.written.err).toContain("there is no embedded hub in ");
  expect(await readdir(terminal.cwd)).toEqual(["kept"]);
});

test("records that are followed have the checkpoint, though what stands last is no record", async () => {
  const folder = await newFolder();
  using log = await logOf(NOTE);
  const { ended, stop } = backup(folder, "--records", "--follow", "--log", log.address);
  await vi.waitFor(
    async () => expect(await readFile(join(folder, "log-checkpoint"), "utf8")).toBe(NOTE),
    60_000,
  );
  stop();
  expect(await ended).toBe(exitCodes.ok);
});

test("one program at a time writes to a folder", async () => {
  const folder = await newFolder();
  using log = await logOf(NOTE);
  const first = backup(folder, "--follow", "--log", log.address);
  await vi.waitFor(() => readFile(join(folder, "backup.json")), 60_000);
  const second = backup(folder);
  expect(await second.ended).toBe(exitCodes.usage);
  expect(second.written.err).toContain(`writes to ${folder}: one at a time does`);
  first.stop();
  expect(await first.ended).toBe(exitCodes.ok);
  expect(await backup(folder).ended).toBe(exitCodes.ok);
});

test("a checkpoint that cannot be written ends the backup with the reason", async () => {
  const folder = await newFolder();
  await mkdir(join(folder, "log-checkpoint"));
  using log = await logOf(NOTE);
  const { ended, written } = backup(folder, "--follow", "--log", log.address);
  expect(await ended).toBe(exitCodes.usage);
  expect(written.err).toMatch(/EISDIR|is a folder/);
});

describe("a folder that is no backup", () => {
  test("and has files of somebody else's is refused, and nothing is written there", async () => {
    for (const names of [
      ["letters.txt"],
      ["a", "b", "c", ".hidden"],
      ["messages-0000000000000001"],
    ]) {
      const folder = await newFolder();
      for (const name of names) await writeFile(join(folder, name), "somebody else's");
      const { ended, written } = backup(folder);
      expect(await ended).toBe(exitCodes.usage);
      expect(written.err).toContain(`talanoa: ${folder} has other files (`);
      expect(written.err).toContain(names.toSorted()[0]);
      expect(written.err).toContain("Name a folder that is empty");
      expect((await readdir(folder)).toSorted()).toEqual(names.toSorted());
    }
  });

  test("but a file is said to be one", async () => {
    const file = join(await newFolder(), "file");
    await writeFile(file, "somebody else's");
    const { ended, written } = backup(file);
    expect(await ended).toBe(exitCodes.usage);
    expect(written.err).toBe(`talanoa: ${file} is a file, or in one, and no folder\n`);
  });

  test("and has what a first run left that was killed is gone on with", async () => {
    for (const name of [".backup.json.77.0a1b2c3d.tmp", "log-checkpoint"]) {
      const folder = await newFolder();
      await mkdir(join(folder, "lock"));
      await mkdir(join(folder, "lost+found"));
      await writeFile(join(folder, "lock", "7"), "cut off");
      await writeFile(join(folder, name), "cut off");
      expect(await backup(folder).ended).toBe(exitCodes.ok);
      expect(await Array.fromAsync(messagesOf(folder))).toHaveLength(2);
      // It is a backup now, whatever else comes there.
      await writeFile(join(folder, "README"), "ours");
      expect(await backup(folder).ended).toBe(exitCodes.ok);
    }
  });
});
