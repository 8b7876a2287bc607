import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { recordHeader } from "@talanoa/platform/bus/record-header.ts";
import type { PostgresServer } from "@talanoa/devstack/postgres.ts";
import { startTestPostgres } from "@talanoa/devstack/testing/ready-cluster.ts";
import { eraseMessage } from "@talanoa/platform/bus/erase.ts";
import { logReached } from "@talanoa/platform/bus/log-position.ts";
import { answerLogPosition } from "@talanoa/platform/bus/log-position.ts";
import { tombstoneOf } from "@talanoa/platform/bus/tombstone.ts";
import { openDatabase } from "@talanoa/platform/database/database.ts";
import { openLogger } from "@talanoa/platform/logging.ts";
import { openTestHub, type TestHub, until } from "@talanoa/platform/testing/hub.ts";
import { anyRecord } from "@talanoa/sharing/record/testing/any-record.ts";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { compareCounts } from "./check-stream.ts";
import { keepLog } from "./keep-log.ts";
import { migrations } from "../tables/migrations.ts";
import { expectWholeLog, putRecords } from "../testing/recorded.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let hub: TestHub;
let server: PostgresServer;
const log = openLogger("audit-log", "fatal");
const alarms: string[] = [];
log.error = ((_: object, message: string) => void alarms.push(message)) as typeof log.error;
const fail = (error: unknown): void => {
  throw error;
};

beforeAll(async () => {
  hub = await openTestHub();
  server = await startTestPostgres({ dir: join(hub.folder, "postgres") });
});
afterAll(async () => {
  await server?.stop();
  await hub?.[Symbol.asyncDispose]();
});

async function openLog(name: string) {
  await server.createDatabase(name);
  return openDatabase({ url: server.url(name), name: "test", migrations, maxConnections: 4 });
}

const [sample] = fc.sample(anyRecord("accepted"), 1);
let notices = 0;

/** Puts a notice into the stream; its subject and sequence. */
async function putNotice() {
  const subject = `notice.routine.FJ.n${(notices += 1)}.1`;
  const nonce = Buffer.alloc(16, notices);
  const headers = recordHeader({ ...sample, nonce });
  const payload = Buffer.from(`content ${notices}`);
  const message = { subject, payload, headers, expect: { lastSequence: 0 } };
  return { subject, sequence: (await hub.committer.commit([message])).firstSequence };
}

async function bury(subject: string): Promise<void> {
  const [standing] = await hub.stored(subject);
  await hub.committer.commit([tombstoneOf(standing!)]);
}

const others = (count: number) => putRecords(hub.committer, fc.sample(anyRecord(), count));

test("what is erased is in the log once, where it stood, also in a log that is made again from nothing", async () => {
  await using first = await openLog("first");
  await using keeper = await keepLog({ bus: hub.bus, pool: first.pool, log, onFailure: fail });
  const checks = { bus: hub.bus, pool: first.pool, log, every: 20, onFailure: fail };
  const comparing = compareCounts({ ...checks, state: () => keeper.state });

  const placed = [];
  for (let i = 0; i < 12; i++) {
    placed.push(await putNotice());
    await others(1 + (i % 3));
  }
  expect(await keeper.reached(await others(1), 30_000)).toBe(true);
  const before = keeper.state.size;
  for (const [i, { subject, sequence }] of placed.entries()) {
    // Some stay between the two: buried, and not yet gone.
    await bury(subject);
    if (i % 4 === 3) continue;
    // The comparison has time to see both.
    if (i < 4) await sleep(100);
    await eraseMessage(hub.bus, sequence, (its) => its.subject === subject);
  }
  expect(await keeper.reached(await others(1), 30_000)).toBe(true);
  expect(keeper.state.size).toBe(before + 1);
  const size = await expectWholeLog(hub.bus, first.pool);
  await until(async () => {
    const { rows } = await first.pool.query("select 1 from tombstones");
    return rows.length === 3;
  });
  await comparing[Symbol.asyncDispose]();

  await using second = await openLog("second");
  await using again = await keepLog({ bus: hub.bus, pool: second.pool, log, onFailure: fail });
  expect(await again.reached(keeper.state.position, 30_000)).toBe(true);
  expect(await expectWholeLog(hub.bus, second.pool)).toBe(size);
  const hashes = async ({ pool }: { pool: typeof first.pool }) =>
    (await pool.query("select stream_sequence, leaf_hash from entries order by index")).rows;
  expect(await hashes(second)).toEqual(await hashes(first));
  expect(alarms).toEqual([]);
});

test("a log that is compared while much is erased is no alarm", async () => {
  await using database = await openLog("busy");
  await using keeper = await keepLog({ bus: hub.bus, pool: database.pool, log, onFailure: fail });
  const placed = await Promise.all(Array.from({ length: 150 }, putNotice));
  expect(await keeper.reached(await others(1), 30_000)).toBe(true);
  const checks = { bus: hub.bus, pool: database.pool, log, every: 0, onFailure: fail };
  await using _ = compareCounts({ ...checks, state: () => keeper.state });
  for (const { subject, sequence } of placed) {
    await bury(subject);
    await eraseMessage(hub.bus, sequence, (its) => its.subject === subject);
  }
  expect(await keeper.reached(await others(1), 30_000)).toBe(true);
  expect(alarms).toEqual([]);
});

test("a record that is lost without a tombstone is still an alarm", async () => {
  await using database = await openLog("third");
  await using keeper = await keepLog({ bus: hub.bus, pool: database.pool, log, onFailure: fail });
  const { subject, sequence } = await putNotice();
  expect(await keeper.reached(await others(1), 30_000)).toBe(true);
  await eraseMessage(hub.bus, sequence, (its) => its.subject === subject);
  const checks = { bus: hub.bus, pool: database.pool, log, every: 20, onFailure: fail };
  await using _ = compareCounts({ ...checks, state: () => keeper.state });
  const alarm = "the log has not as many entries as the stream has records";
  expect(await until(async () => alarms.find((each) => each === alarm))).toBe(alarm);
});

test("how far the log is is answered on the bus while it is kept, and waited for while it is not", async () => {
  await using database = await openLog("fourth");
  const sequence = await others(5);
  const stop = new AbortController();
  let reached = false;
  const waiting = logReached(hub.bus, sequence + 4, stop.signal).then(() => (reached = true));
  await sleep(300);
  expect(reached).toBe(false);
  await using keeper = await keepLog({ bus: hub.bus, pool: database.pool, log, onFailure: fail });
  using _ = answerLogPosition(hub.bus, keeper);
  await waiting;
  expect(keeper.state.position).toBeGreaterThanOrEqual(sequence + 4);
  const later = logReached(hub.bus, sequence + 1_000_000, stop.signal);
  stop.abort(new Error("enough"));
  await expect(later).rejects.toThrow(/enough|aborted/);
});
