import { once } from "node:events";
import { readFile, stat } from "node:fs/promises";
import { createServer, connect } from "node:net";
import { openCheckpoint } from "@talanoa/tlog/note/open-checkpoint.ts";
import { formatNote } from "@talanoa/tlog/note/note.ts";
import { signText } from "@talanoa/tlog/note/sign.ts";
import { log, origin, sampleSigner } from "@talanoa/tlog/testing/sample-keys.ts";
import { formatCheckpoint } from "@talanoa/tlog/note/checkpoint.ts";
import { formatAddCheckpoint } from "@talanoa/tlog/witness/request.ts";
import { addCosignatures } from "@talanoa/tlog/witness/read-answer.ts";
import { afterEach, beforeEach, expect, test } from "vitest";
import { hasTerminals, jsonLines, readable } from "./support/cli.ts";
import { honest, makeWitness, type TestWitness } from "./support/witness.ts";

let witness: TestWitness;
beforeEach(async () => {
  witness = await makeWitness();
});
afterEach(() => witness[Symbol.asyncDispose]());

const TEXT = "text/plain; charset=utf-8";
const statusOf = async (body: string) => (await witness.post(body)).status;

test("a witness cosigns a first checkpoint and what grows from it, and readers believe it", async () => {
  const running = await witness.start();
  const policy = { origin, keys: [log.key], witnesses: [witness.key], quorum: 1 };
  for (const [from, to] of [
    [0, 5],
    [5, 300],
    [300, 300],
    [300, 512],
  ] as const) {
    const { status, type, body } = await witness.post(honest.request(from, to));
    expect({ status, type }).toEqual({ status: 200, type: TEXT });
    const note = addCosignatures(honest.checkpoint(to), body, [witness.key]);
    const { checkpoint, cosignatures } = openCheckpoint(formatNote(note), policy);
    expect(checkpoint.size).toBe(to);
    expect(Math.abs(cosignatures[0]!.time! - Date.now() / 1000)).toBeLessThan(60);
    await running.says(`  ${origin}  size ${to}\n`);
  }
  const status = ["--json", "witness", "status", "--state", witness.state];
  const { code, out } = await witness.shell.run(status);
  const root = Buffer.from(honest.head(512).root).toString("base64");
  expect([code, ...jsonLines(out)]).toMatchObject([0, { log: origin, size: 512, root }]);
  running.kill("SIGTERM");
  expect(await running.ended).toMatchObject({ code: 0 });
});

test("it refuses as the specification says, and what it refuses changes nothing", async () => {
  await witness.start();
  expect(await statusOf(honest.request(0, 200))).toBe(200);
  const text = formatCheckpoint({ ...honest.head(9), origin: "unknown.example", extensions: [] });
  const unknown = {
    text,
    signatures: [signText(text, sampleSigner("unknown.example", "ed25519", 7))],
  };
  expect(await statusOf(formatAddCheckpoint(0, [], unknown))).toBe(404);

  const note = honest.checkpoint(300);
  const forged = { ...note, signatures: [signText(note.text, sampleSigner(origin, "ed25519", 8))] };
  expect(await statusOf(formatAddCheckpoint(200, honest.proof(200, 300), forged))).toBe(403);
  const broken = { ...note, signatures: [signText(honest.checkpoint(299).text, log)] };
  expect(await statusOf(formatAddCheckpoint(200, honest.proof(200, 300), broken))).toBe(403);

  for (const [from, to] of [
    [0, 300],
    [100, 300],
    [0, 100],
    [100, 150],
    [250, 300],
  ] as const)
    expect(await witness.post(honest.request(from, to))).toEqual({
      status: 409,
      type: "text/x.tlog.size",
      body: "200\n",
    });
  expect(await statusOf(formatAddCheckpoint(200, [], honest.checkpoint(100)))).toBe(400);
  expect(await statusOf(formatAddCheckpoint(200, honest.proof(200, 301), note))).toBe(422);

  for (const body of ["", "old", honest.request(200, 300).replace("old 200", "old 0200"), "\0\xff"])
    expect(await witness.post(body)).toMatchObject({ status: 400, type: TEXT });
  const tooLarge = honest.request(200, 300) + "x".repeat(600_000);
  expect(await witness.post(tooLarge)).toMatchObject({ status: 413, type: TEXT });
  expect(await statusOf(honest.request(200, 300))).toBe(200);
});

test("nothing else is behind its door", async () => {
  await witness.start();
  const get = await fetch(`${witness.url}/add-checkpoint`);
  expect([get.status, get.headers.get("allow")]).toEqual([405, "POST"]);
  for (const path of ["/", "/add-checkpoint/", "/add-checkpoints", "/status"])
    expect((await fetch(`${witness.url}${path}`, { method: "POST", body: "x" })).status).toBe(404);
});

test("requests for one log at the same moment take turns: each size is cosigned from one only", async () => {
  await witness.start();
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, i) => witness.post(honest.request(0, i + 1))),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  const size = `${answers.findIndex(({ status }) => status === 200) + 1}\n`;
  const sizes = new Set(answers.flatMap(({ status, body }) => (status === 409 ? [body] : [])));
  expect([...sizes]).toEqual([size]);
});

test("it ends within seconds though a caller holds a connection open and never finishes", async () => {
  const running = await witness.start();
  const { hostname, port } = new URL(witness.url);
  const slow = connect(Number(port), hostname).on("error", () => {});
  slow.write("POST /add-checkpoint HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nold");
  expect(await statusOf(honest.request(0, 5))).toBe(200);
  const started = Date.now();
  running.kill("SIGINT");
  expect(await running.ended).toMatchObject({ code: 0 });
  expect(Date.now() - started).toBeLessThan(30_000);
  slow.destroy();
});

test("programs get JSON lines; the key is a file for its owner alone and is never overwritten", async () => {
  expect((await stat(witness.keyFile)).mode & 0o777).toBe(0o600);
  const secret = await readFile(witness.keyFile, "utf8");
  const again = await witness.shell.run(["witness", "key", "other", "--out", witness.keyFile]);
  expect(again).toMatchObject({ code: 2, out: "", err: expect.stringContaining("stands already") });
  expect(await readFile(witness.keyFile, "utf8")).toBe(secret);

  const running = await witness.start(["--json"]);
  await witness.post(honest.request(0, 5));
  running.kill("SIGTERM");
  const { out, err } = await running.ended;
  const [listening, cosigned] = jsonLines(out);
  expect(listening).toMatchObject({ event: "listening", url: witness.url, logs: [origin] });
  expect(cosigned).toMatchObject({ event: "cosigned", log: origin, size: 5 });
  expect(out + err).not.toContain("PRIVATE");
});

test("what it cannot run with is named, with what to do", async () => {
  const { run } = witness.shell;
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  const { port } = taken.address() as { port: number };
  for (const [words, text] of [
    [["--listen", `127.0.0.1:${port}`], `port ${port} is in use by another program`],
    [["--listen", "7380"], "Give --listen HOST:PORT"],
    [["--log", witness.keyFile], "Ask the log's operator for its verifier key"],
    [["--key", "missing.key"], "there is no file"],
  ] as const) {
    const { code, out, err } = await run([...witness.words, ...words]);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(text);
    expect(err).not.toContain("PRIVATE");
  }
  taken.close();
});

test.runIf(hasTerminals())("a terminal gets one line a second of each log", async () => {
  const running = await witness.start([], { onTerminal: true });
  for (let size = 1; size <= 30; size++) await witness.post(honest.request(size - 1, size));
  await running.says("size 30");
  running.type("\u0003");
  const { out } = await running.ended;
  const lines = readable(out)
    .split("\n")
    .filter((line) => line.includes("  size "));
  expect(lines.length).toBeLessThan(8);
  expect(lines.at(-1)).toContain("size 30");
  // A line that stands for one alone does not count it.
  const stoodFor = lines.map((line) => Number(/\((\d+) checkpoints\)/.exec(line)?.[1] ?? 1));
  expect(stoodFor.reduce((sum, count) => sum + count)).toBe(30);
});
