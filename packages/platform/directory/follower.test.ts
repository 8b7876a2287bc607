import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DirectoryEntry } from "@talanoa/contract/generated/talanoa.ts";
import { subjects } from "@talanoa/contract/subjects.ts";
import { findNatsServer } from "@talanoa/devstack/find-nats-server.ts";
import { type NatsServer, startNats } from "@talanoa/devstack/nats-server.ts";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Committer, openCommitter } from "../bus/committer.ts";
import { type Bus, openBus } from "../bus/connection.ts";
import { ensureExchangeStream } from "../bus/exchange-stream.ts";
import { followDirectory } from "./follower.ts";

let folder: string;
let server: NatsServer;
let bus: Bus;
let committer: Committer;
const trouble = {
  onMalformed: vi.fn<(sequence: number) => void>(),
  onFailure: vi.fn<(error: unknown) => void>(),
};

beforeEach(async () => {
  vi.clearAllMocks();
  folder = await mkdtemp(join(tmpdir(), "follower-"));
  server = await startNats({ dir: folder, binary: await findNatsServer({ report() {} }) });
  bus = await openBus({ servers: [server.url], name: "test" });
  await ensureExchangeStream(bus, { maxBytes: 64 * 1024 * 1024, replicas: 1 });
  committer = openCommitter(bus);
});
afterEach(async () => {
  await committer[Symbol.asyncDispose]();
  await bus[Symbol.asyncDispose]();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

async function put(id: string, name: string): Promise<number> {
  const payload = DirectoryEntry.encode({ participant: { id, name } });
  const subject = subjects.directory("participant", id);
  return (await committer.commit([{ subject, payload, messageId: randomUUID() }])).firstSequence;
}

async function other(): Promise<number> {
  const message = {
    subject: subjects.record("opened"),
    payload: new Uint8Array(),
    messageId: randomUUID(),
  };
  return (await committer.commit([message])).firstSequence;
}

test("a directory is known as of each sequence, however many changes came later", async () => {
  await put("FJ", "first");
  await using follower = await followDirectory(bus, trouble);
  expect(follower.latest().participant("FJ")?.name).toBe("first");

  const before = await other();
  await put("FJ", "second");
  const between = await other();
  await put("TO", "third");
  const after = await other();

  const upToAfter = await follower.upTo(after);
  expect(upToAfter.participants().map(({ id }) => id)).toEqual(["FJ", "TO"]);
  expect(follower.at(before).participant("FJ")?.name).toBe("first");
  expect(follower.at(between).participant("FJ")?.name).toBe("second");
  expect(follower.at(between).participant("TO")).toBeNull();
});

test("asked right after a change, it waits until the change is known", async () => {
  await using follower = await followDirectory(bus, trouble);
  for (let i = 0; i < 200; i++) {
    const sequence = await put("FJ", `name ${i}`);
    const directory = await follower.upTo(sequence);
    expect(directory.participant("FJ")?.name).toBe(`name ${i}`);
  }
});

test("an entry that cannot be read is reported and stops nothing", async () => {
  await using follower = await followDirectory(bus, trouble);
  const subject = subjects.directory("participant", "XX");
  const payload = Buffer.of(0xff, 0xff, 0xff);
  await committer.commit([{ subject, payload, messageId: randomUUID() }]);
  const sequence = await put("FJ", "after");
  expect((await follower.upTo(sequence)).participant("FJ")?.name).toBe("after");
  expect(trouble.onMalformed).toHaveBeenCalledOnce();
});

test("it goes on after the broker was killed, and repeats nothing", async () => {
  await using follower = await followDirectory(bus, trouble);
  await put("FJ", "before");
  await server.kill();
  const port = Number(new URL(server.url).port);
  server = await startNats({ dir: folder, port, binary: await findNatsServer({ report() {} }) });
  await bus.whenAvailable();
  const sequence = await put("FJ", "after");
  expect((await follower.upTo(sequence)).participant("FJ")?.name).toBe("after");
  expect(trouble.onFailure).not.toHaveBeenCalled();
});
