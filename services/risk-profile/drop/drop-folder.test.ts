import {
  chmod,
  link,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  utimes,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { recordOf } from "@talanoa/platform/testing/hub.ts";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { passengerList } from "../testing/messages.ts";
import { type RunningScreening, runScreening } from "../testing/run-screening.ts";

const HOUR = 3_600_000;
const OWN = { mode: 0o700 };
const patient = { timeout: 60_000, interval: 100 };
const someone = { surname: "ZQDROPPED", given: "SIONE", birth: "840229", passport: "ZQ9001" };
let folder: string;
let screening: RunningScreening;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "talanoa-drop-"));
  for (const participant of ["FJ", "XX"]) await mkdir(join(folder, participant), OWN);
  screening = await runScreening({ TALANOA_DROP_DIR: folder, TALANOA_TRANSMISSION_BYTES: "50000" });
}, 300_000);
afterAll(async () => {
  await screening?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

/** Puts a file there as if it had been left alone for a while. */
async function drop(name: string, bytes: Uint8Array): Promise<void> {
  const path = join(folder, "FJ", "in", name);
  await vi.waitFor(() => writeFile(path, bytes), patient);
  const before = new Date(Date.now() - 10_000);
  await utimes(path, before, before);
}

async function resultOf(where: "done" | "failed", name: string): Promise<unknown> {
  await vi.waitFor(
    async () => expect(await readdir(join(folder, "FJ", where))).toContain(name),
    patient,
  );
  const text = await readFile(join(folder, "FJ", where, `${name}.result.json`), "utf8");
  expect(text).not.toContain("ZQ");
  return JSON.parse(text);
}

test("a file that is dropped is screened for its participant, with a result beside it", async () => {
  await drop("flight.edi", passengerList([someone]));
  const result = (await resultOf("done", "flight.edi")) as { digest: string };
  expect(result).toMatchObject({
    repeated: false,
    messages: [{ kind: "paxlst", flights: ["ZZ410"], travellers: 1, issues: [], flags: [] }],
  });
  const records = await screening.hub.stored(`record.screened.FJ.${result.digest}`);
  expect(records.map(recordOf)).toMatchObject([{ participant: "FJ", principal: "drop-folder" }]);
  expect(await readdir(join(folder, "FJ", "in"))).toEqual([]);
  await drop("again.edi", passengerList([someone]));
  expect(await resultOf("done", "again.edi")).toMatchObject({ ...result, repeated: true });
});

test("one that is no message, or too large, goes to the failed ones, with the rule", async () => {
  await drop("letter.txt", Buffer.from("Dear customs"));
  expect(await resultOf("failed", "letter.txt")).toMatchObject({
    violations: [{ rule: "message-readable" }],
  });
  await drop("large.edi", Buffer.alloc(50_001, "A"));
  expect(await resultOf("failed", "large.edi")).toMatchObject({
    violations: [{ rule: "transmission-size" }],
  });
  const text = passengerList([someone]).toString("latin1");
  const places = "LOC+92+AKL'".repeat(499);
  await drop("places.edi", Buffer.from(text.replace("LOC+87", `${places}LOC+87`), "latin1"));
  expect(await resultOf("failed", "places.edi")).toMatchObject({
    violations: [{ rule: "transmission-places" }],
  });
});

test("one that cannot be dealt with keeps no other waiting", async () => {
  // The name of its result is longer than any may be.
  const name = "a".repeat(250);
  await drop(name, passengerList([{ ...someone, passport: "ZQ9010" }]));
  await drop("behind.edi", passengerList([{ ...someone, passport: "ZQ9011" }]));
  await resultOf("done", "behind.edi");
  expect(await readdir(join(folder, "FJ", "in"))).toEqual([name]);
  await rm(join(folder, "FJ", "in", name));
});

describe("a Member", () => {
  const past = new Date(Date.now() - 10_000);
  const done = () => join(folder, "FJ", "done");

  test("who links to another's folder is not served, nor reads it; the others are", async () => {
    await drop("private.edi", passengerList([{ ...someone, passport: "ZQ9002" }]));
    await resultOf("done", "private.edi");
    const tonga = join(folder, "TO");
    await mkdir(tonga, OWN);
    await symlink(done(), join(tonga, "in"));
    const before = await readdir(done());
    await drop("next.edi", passengerList([{ ...someone, passport: "ZQ9003" }]));
    await resultOf("done", "next.edi");
    expect(await readdir(done())).toEqual(expect.arrayContaining(before));
    expect(await readdir(tonga)).toEqual(["in"]);
    await rm(join(tonga, "in"));
    await mkdir(join(tonga, "in"));
    await symlink(join(screening.dataDir, "keys"), join(tonga, "failed"));
    await drop("third.edi", passengerList([{ ...someone, passport: "ZQ9004" }]));
    await resultOf("done", "third.edi");
    expect(await readdir(join(screening.dataDir, "keys"))).toContain("FJ");
    await rm(tonga, { recursive: true });
  });

  test("whose folders are no folders, or anyone's to replace, does not stop the others", async () => {
    const tonga = join(folder, "TO");
    await mkdir(tonga, OWN);
    await writeFile(join(tonga, "in"), "no folder");
    await drop("despite.edi", passengerList([{ ...someone, passport: "ZQ9005" }]));
    await resultOf("done", "despite.edi");
    await rm(join(tonga, "in"));
    await chmod(tonga, 0o777);
    await drop("despite-too.edi", passengerList([{ ...someone, passport: "ZQ9006" }]));
    await resultOf("done", "despite-too.edi");
    expect(await readdir(tonga)).toEqual([]);
    await rm(tonga, { recursive: true });
  });

  test("has no file screened that is a link, or another name of somebody's file", async () => {
    const path = join(done(), "private.edi");
    const [soft, hard] = ["soft.edi", "hard.edi"].map((name) => join(folder, "FJ", "in", name));
    await symlink(path, soft!);
    await link(path, hard!);
    await utimes(path, past, past);
    await drop("plain.edi", passengerList([{ ...someone, passport: "ZQ9007" }]));
    await resultOf("done", "plain.edi");
    expect((await readdir(join(folder, "FJ", "in"))).sort()).toEqual(["hard.edi", "soft.edi"]);
    for (const each of [soft!, hard!]) await rm(each);
  });
});

test("what was done is removed with the messages; who takes no part is not served", async () => {
  screening.ahead = 26 * HOUR;
  await vi.waitFor(async () => {
    for (const where of ["done", "failed"]) {
      expect(await readdir(join(folder, "FJ", where))).toEqual([]);
    }
  }, patient);
  expect(await readdir(join(folder, "XX"))).toEqual([]);
});
