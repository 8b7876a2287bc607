import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { connect } from "@talanoa/client/connect.ts";
import { fetchCheckpoint, logPolicy, proveRows } from "@talanoa/client/log-proof.ts";
import { publish } from "@talanoa/client/publish.ts";
import { ExchangeLogService, RecordPart } from "@talanoa/contract/generated/talanoa.ts";
import { openCheckpoint } from "@talanoa/tlog/note/open-checkpoint.ts";
import { type Edge, emptyEdge } from "@talanoa/tlog/tree/edge.ts";
import { decodeEntries } from "@talanoa/tlog/tree/entry-bundle.ts";
import { leafHash } from "@talanoa/tlog/tree/hash.ts";
import { tilePath } from "@talanoa/tlog/tree/tile-path.ts";
import { tileAt } from "@talanoa/tlog/tree/tile.ts";
import { verifyEntries } from "@talanoa/tlog/tree/verify-entries.ts";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { alertDraft } from "./support/drafts.ts";
import { startHub, type TestHub } from "./support/hub.ts";
import { trailOf, wholeLog } from "./support/log.ts";
import { startSecond } from "./support/second.ts";

const patient = { timeout: 60_000, interval: 200 };
let hub: TestHub;
let tiles: string;

beforeAll(async () => {
  hub = await startHub({ TALANOA_CALLS_PER_SECOND: "100000", TALANOA_LOG_HEADS_SECONDS: "1" });
  tiles = (await hub.as("fj-auditor")).identity.hub.tiles!;
}, 300_000);
afterAll(() => hub?.[Symbol.asyncDispose]());

async function get(path: string): Promise<Buffer> {
  const answer = await fetch(new URL(path, tiles));
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return Buffer.from(await answer.arrayBuffer());
}

const policyOf = async () => logPolicy((await hub.as("fj-auditor")).identity.hub);

/** Reads the whole log over HTTP and compares it with its checkpoint. */
async function verifyAll(): Promise<number> {
  const { checkpoint } = openCheckpoint(await get("checkpoint"), await policyOf());
  const { size } = checkpoint;
  let edge: Edge = emptyEdge;
  for (let index = 0; index * 256 < size; index++) {
    const { width } = tileAt(0, index, size);
    const bundle = await get(tilePath({ level: "entries", index, width }));
    const entries = decodeEntries(bundle, width);
    const verified = verifyEntries(edge, entries, [checkpoint]);
    const hashes = Buffer.concat(entries.map(leafHash));
    expect((await get(tilePath(tileAt(0, index, size)))).equals(hashes)).toBe(true);
    edge = verified.edge;
  }
  return size;
}

async function exchanged(): Promise<{ origin: string; id: string; version: number }> {
  const draft = alertDraft({ audience: { participants: ["TO", "WS"] } });
  const { publication } = await publish(
    await hub.as("fj-publisher"),
    { draft },
    { patience: 60_000 },
  );
  return publication.ref;
}

test("anyone reads the tree over HTTP, and it is what the checkpoint says", async () => {
  await exchanged();
  await vi.waitFor(async () => expect(await verifyAll()).toBeGreaterThan(10), patient);
  const [missing, wrong, post] = await Promise.all([
    fetch(new URL("tile/0/x999/999", tiles)),
    fetch(new URL("tile/00/000", tiles)),
    fetch(new URL("checkpoint", tiles), { method: "POST" }),
  ]);
  expect([missing.status, wrong.status, post.status]).toEqual([404, 404, 405]);
});

test("what an auditor is shown is proved to stand in the log, and a changed row is not", async () => {
  const ref = await exchanged();
  const auditor = await hub.as("fj-auditor");
  const rows = await vi.waitFor(async () => {
    const found = (await trailOf(auditor, ref)).map(({ row }) => row);
    expect(found.length).toBeGreaterThan(1);
    await proveRows(auditor, await policyOf(), found);
    return found;
  }, patient);
  const [row] = rows;
  const other = { ...row!, common: rows[1]!.common };
  await expect(proveRows(auditor, await policyOf(), [other])).rejects.toThrow(
    "not what the entry commits to",
  );
  const elsewhere = { ...row!, index: rows[1]!.index };
  await expect(proveRows(auditor, await policyOf(), [elsewhere])).rejects.toMatchObject({
    code: "root-mismatch",
  });
});

test("what is read over HTTP says what it is and how long it may be kept, and comes packed where that is asked for", async () => {
  const { checkpoint } = openCheckpoint(await get("checkpoint"), await policyOf());
  const forever = "public, max-age=31536000, immutable";
  const bytes = "application/octet-stream";
  const { width } = tileAt(0, 0, checkpoint.size);
  const doors = [
    ["checkpoint", "text/plain; charset=utf-8", "public, max-age=1"],
    [tilePath(tileAt(0, 0, checkpoint.size)), bytes, forever],
    [tilePath({ level: "entries", index: 0, width }), bytes, forever],
  ] as const;
  for (const [path, type, keep] of doors) {
    const ask = (encoding: string, method = "GET") =>
      fetch(new URL(path, tiles), { method, headers: { "accept-encoding": encoding } });
    const [plain, packed, head] = [
      await ask("identity"),
      await ask("gzip"),
      await ask("identity", "HEAD"),
    ];
    for (const answer of [plain, packed, head]) {
      expect(answer.status).toBe(200);
      expect(answer.headers.get("content-type")).toBe(type);
      expect(answer.headers.get("cache-control")).toBe(keep);
      expect(answer.headers.get("vary")).toBe("accept-encoding");
    }
    expect(plain.headers.get("content-encoding")).toBeNull();
    expect(packed.headers.get("content-encoding")).toBe("gzip");
    const body = Buffer.from(await plain.arrayBuffer());
    expect(plain.headers.get("content-length")).toBe(String(body.length));
    const unpacked = Buffer.from(await packed.arrayBuffer());
    // Another checkpoint may have come meanwhile.
    if (path !== "checkpoint") expect(unpacked.equals(body)).toBe(true);
    else expect(unpacked.toString()).toMatch(/^[^\n]+\n\d+\n/);
    expect(await head.text()).toBe("");
  }
  const [missing, post] = await Promise.all([
    fetch(new URL("tile/0/x999/999", tiles)),
    fetch(new URL("checkpoint", tiles), { method: "POST" }),
  ]);
  for (const { headers } of [missing, post]) {
    expect(headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(headers.get("cache-control")).toBe("no-store");
  }
});

test("each checkpoint continues the one before", async () => {
  const auditor = await hub.as("to-auditor");
  const policy = await policyOf();
  const first = await fetchCheckpoint(auditor, policy);
  await exchanged();
  await vi.waitFor(async () => {
    const next = await fetchCheckpoint(auditor, policy, first.checkpoint);
    expect(next.checkpoint.size).toBeGreaterThan(first.checkpoint.size);
  }, patient);
  const forged = { ...first.checkpoint, root: Buffer.alloc(32, 1) };
  await expect(fetchCheckpoint(auditor, policy, forged)).rejects.toMatchObject({
    code: "root-mismatch",
  });
});

test("the records of a party are numbered without a gap, and the heads say how far they go", async () => {
  await exchanged();
  const auditor = await hub.as("to-auditor");
  const rows = await vi.waitFor(async () => {
    const all = await Array.fromAsync(everyStep(auditor));
    expect(all.some(({ facts }) => facts?.heads)).toBe(true);
    return all;
  }, patient);
  expect(rows.map(({ ordinal }) => ordinal)).toEqual(rows.map((_, i) => i + 1));
  for (const [i, { previous }] of rows.entries()) {
    expect(previous).toBe(i === 0 ? 0 : rows[i - 1]!.index);
  }
  const last = rows.findLast(({ facts }) => facts?.heads)!;
  const [head] = last.facts!.heads!.heads;
  expect(head!.party).toBe("TO");
  expect(rows[head!.ordinal - 1]!.index).toBe(head!.index);
});

async function* everyStep(auditor: Awaited<ReturnType<TestHub["as"]>>) {
  for (const { index, row } of await wholeLog(auditor)) {
    const [part] = row.parts;
    const { ordinal, previous, facts } = RecordPart.decode(part!);
    yield { index, ordinal, previous, facts };
  }
}

test("of two processes one writes, and the other takes over within five seconds of a kill", async () => {
  await using second = await startSecond(hub.stack, "audit-log", undefined, { LOG_LEVEL: "info" });
  expect(second.pid).toBeGreaterThan(0);
  const before = await verifyAll();
  const killed = Date.now();
  await hub.stack.kill("audit-log", "SIGKILL", { stayDown: true });
  // As it notes it itself: what a test asks of it takes as long as the machine is busy.
  const leadsSince = await vi.waitFor(async () => {
    const text = await readFile(join(hub.stack.dataDir, "logs", "audit-log-2.log"), "utf8");
    const line = text.split("\n").find((each) => each.includes("this process writes the log"));
    const { time } = JSON.parse(line!) as { time: string | number };
    return new Date(time).getTime();
  }, patient);
  expect(leadsSince).toBeGreaterThanOrEqual(killed);
  expect(leadsSince - killed).toBeLessThan(5_000);
  await exchanged();
  const policy = await policyOf();
  const identity = (await hub.as("fj-auditor")).identity;
  await using other = connect({ ...identity, hub: { ...identity.hub, log: second.address } });
  await vi.waitFor(async () => {
    const { checkpoint } = await fetchCheckpoint(other, policy);
    expect(checkpoint.size).toBeGreaterThan(before);
  }, patient);
  await hub.stack.restart("audit-log");
  await vi.waitFor(async () => expect(await verifyAll()).toBeGreaterThan(before), patient);
  await expect(other.call(ExchangeLogService.prove, { indexes: [1e9] })).rejects.toMatchObject({
    violations: [{ rule: "index-in-tree" }],
  });
});
