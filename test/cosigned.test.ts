import { readFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { publish } from "@talanoa/client/publish.ts";
import { askStatus } from "@talanoa/client/status.ts";
import { ExchangeLogService } from "@talanoa/contract/generated/talanoa.ts";
import { formatCheckpoint } from "@talanoa/tlog/note/checkpoint.ts";
import { formatNote } from "@talanoa/tlog/note/note.ts";
import { openCheckpoint } from "@talanoa/tlog/note/open-checkpoint.ts";
import { signText } from "@talanoa/tlog/note/sign.ts";
import { parseSignerKey } from "@talanoa/tlog/note/signer.ts";
import { formatVerifierKey } from "@talanoa/tlog/note/verifier-key.ts";
import { formatAddCheckpoint } from "@talanoa/tlog/witness/request.ts";
import pg from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { alertDraft } from "./support/drafts.ts";
import { startHub, type TestHub } from "./support/hub.ts";
import { startSecond } from "./support/second.ts";
import { makeWitness, type TestWitness } from "./support/witness.ts";

const patient = { timeout: 60_000, interval: 250 };
const QUORUM = 2;
let folder: string;
let policyFile: string;
let witnesses: TestWitness[];
let running: Awaited<ReturnType<TestWitness["start"]>>[];
let hub: TestHub;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "talanoa-cosigned-"));
  witnesses = await Promise.all(
    ["fj", "nz", "to"].map((id) => makeWitness(`${id}.example/witness`)),
  );
  policyFile = join(folder, "witnesses.json");
  const asked = witnesses.map(({ url, key }) => ({ url, key: formatVerifierKey(key) }));
  await writeFile(policyFile, JSON.stringify({ quorum: QUORUM, witnesses: asked }));
  hub = await startHub({
    TALANOA_CALLS_PER_SECOND: "100000",
    TALANOA_LOG_WITNESSES_FILE: policyFile,
  });
}, 300_000);
afterAll(async () => {
  await hub?.[Symbol.asyncDispose]();
  for (const witness of witnesses ?? []) await witness[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const identityOf = async () => (await hub.as("fj-auditor")).identity;

async function exchangeOne(): Promise<void> {
  await publish(await hub.as("fj-publisher"), { draft: alertDraft() }, { patience: 60_000 });
}

/** The checkpoint that readers are given, and who cosigned it. */
async function shown() {
  const auditor = await hub.as("fj-auditor");
  const answer = await auditor.call(ExchangeLogService.getCheckpoint, { since: 0 });
  const signer = await logSigner();
  const opened = openCheckpoint(answer.checkpoint, {
    origin: signer.key.name,
    keys: [signer.key],
    witnesses: witnesses.map(({ key }) => key),
    quorum: 0,
  });
  const names = opened.cosignatures.map(({ key }) => key.name);
  expect(answer.cosigned).toBe(new Set(names).size);
  expect(answer.quorum).toBe(QUORUM);
  return { ...opened, names };
}

async function logSigner() {
  const file = join(hub.stack.dataDir, "keys", "exchange-log-key.txt");
  return parseSignerKey((await readFile(file, "utf8")).trim());
}

async function startWitness(witness: TestWitness) {
  return witness.start(["--log", (await identityOf()).hub.logKey!]);
}

test("without its witnesses the log goes on, and says that nobody cosigned", async () => {
  await exchangeOne();
  await vi.waitFor(
    async () => expect((await shown()).checkpoint.size).toBeGreaterThan(10),
    patient,
  );
  expect((await shown()).names).toEqual([]);
});

test("three witnesses cosign what is published, each with its time", async () => {
  running = await Promise.all(witnesses.map(startWitness));
  await exchangeOne();
  const { cosignatures } = await vi.waitFor(async () => {
    const now = await shown();
    expect(now.names.length).toBeGreaterThanOrEqual(QUORUM);
    return now;
  }, patient);
  for (const { time } of cosignatures)
    expect(Math.abs(time! - Date.now() / 1_000)).toBeLessThan(60);
});

test("the quorum is lost with the second witness, and found again when it is back", async () => {
  const before = (await shown()).checkpoint.size;
  running[0]!.kill("SIGKILL");
  await exchangeOne();
  await vi.waitFor(async () => {
    const { checkpoint, names } = await shown();
    expect(checkpoint.size).toBeGreaterThan(before);
    expect(names.toSorted()).toEqual(["nz.example/witness", "to.example/witness"]);
  }, patient);
  running[1]!.kill("SIGKILL");
  await running[1]!.ended;
  // What is shown instead is newer by some seconds, and has who is still there.
  await vi.waitFor(async () => {
    await exchangeOne();
    expect((await shown()).names).toEqual(["to.example/witness"]);
  }, patient);
  running[1] = await startWitness(witnesses[1]!);
  await vi.waitFor(async () => expect((await shown()).names).toHaveLength(QUORUM), patient);
}, 300_000);

test("the log tells how far each witness lags, and how long records wait for enough of them", async () => {
  const { identity } = await hub.as("oco-secretariat");
  await exchangeOne();
  await vi.waitFor(async () => {
    const { instances } = await askStatus(identity);
    const log = instances.find(({ service }) => service === "audit-log");
    const readings = log?.readings ?? [];
    const lags = readings.filter(({ measure }) => measure === "log.witness.lag");
    const away = lags.find(({ labels }) => labels["witness"] === "fj.example/witness");
    expect(away?.value).toBeGreaterThan(0);
    expect(readings.map(({ measure }) => measure)).toContain("log.cosigned.age");
  }, patient);
});

test("a witness that is away is told once a minute at most, and without a stack", async () => {
  const log = await readFile(join(hub.stack.dataDir, "logs", "audit-log.log"), "utf8");
  const told = log
    .split("\n")
    .filter((line) => /"a witness (is away|does not answer)"/.test(line))
    .map((line) => JSON.parse(line) as { time: string | number; witness: string; reason: string });
  const byWitness = Map.groupBy(told, ({ witness }) => witness);
  expect([...byWitness.keys()]).toContain("fj.example/witness");
  for (const lines of byWitness.values()) {
    const times = lines.map(({ time }) => new Date(time).getTime());
    for (const [i, time] of times.entries())
      if (i > 0) expect(time - times[i - 1]!).toBeGreaterThan(59_000);
    for (const { reason } of lines) expect(reason).not.toContain("\n");
  }
});

test("a witness that is shown a fork refuses it", async () => {
  const { checkpoint } = await vi.waitFor(async () => {
    const now = await shown();
    expect(now.names).toContain("to.example/witness");
    return now;
  }, patient);
  const signer = await logSigner();
  const text = formatCheckpoint({ ...checkpoint, root: Buffer.alloc(32, 7) });
  const forged = { text, signatures: [signText(text, signer)] };
  const answer = await witnesses[2]!.post(formatAddCheckpoint(checkpoint.size, [], forged));
  expect(answer.status).toBe(409);
  expect(answer.body).not.toContain("—");
  expect(formatNote(forged)).toContain(signer.key.name);
});

test("a log that lost what a witness has seen does not publish, and says what to do", async () => {
  await using other = await startHub();
  const { stack } = other;
  const key = join(hub.stack.dataDir, "keys", "exchange-log-key.txt");
  await stack.stop("audit-log");
  // As if it were the first log's, put back too far: with its key, and without what it published.
  const database = new pg.Client({ connectionString: stack.postgresUrl("audit_log") });
  await database.connect();
  await database.query("delete from checkpoints");
  await database.end();
  const second = startSecond(stack, "audit-log", undefined, {
    TALANOA_LOG_KEY_FILE: key,
    TALANOA_LOG_WITNESSES_FILE: policyFile,
  });
  const said = async () => {
    await using running = await second;
    await running.exited;
  };
  await said().catch(() => {});
  const log = await readFile(join(stack.dataDir, "logs", "audit-log-2.log"), "utf8");
  expect(log).toMatch(/the witness (nz|to)\.example\/witness has seen/);
  expect(log).toContain("nothing was published");
}, 300_000);
