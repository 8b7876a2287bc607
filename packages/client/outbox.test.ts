import { fork } from "node:child_process";
import { once } from "node:events";
import { fsyncSync, readlinkSync } from "node:fs";
import {
  type FileHandle,
  mkdtemp,
  open,
  readdir,
  readFile,
  rm,
  utimes,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { SignedReceipt } from "@talanoa/contract/generated/talanoa.ts";
import { sealReceipt } from "@talanoa/sharing/receipt/receipt.ts";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openOutbox } from "./outbox.ts";
import type { Publication } from "./publication.ts";
import { sealDraft } from "./seal-draft.ts";
import { testIdentity, testKey } from "./testing/keys.ts";

const hubKey = testKey();
const identity = testIdentity("FJ", testKey(), hubKey);
const NOON = Date.UTC(2025, 6, 15, 12);
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "talanoa-outbox-"));
});
afterEach(() => rm(folder, { recursive: true }));

test("what is put in the outbox waits there, oldest first, byte for byte", async () => {
  const outbox = await openOutbox(folder);
  const later = await sealed(NOON + 1_000);
  const earlier = await sealed(NOON);
  await outbox.put(later);
  await outbox.put(earlier);
  const reopened = await openOutbox(folder);
  const waiting = await reopened.waiting();
  expect(waiting.map(({ ref }) => ref)).toEqual([earlier.ref, later.ref]);
  expect(Buffer.compare(waiting[0]!.sealed, earlier.sealed)).toBe(0);
});

test("a notice leaves the outbox when its receipt is on file, and the receipt stays", async () => {
  const outbox = await openOutbox(folder);
  const publication = await sealed();
  await outbox.put(publication);
  const receipt = await receiptFor(publication);
  await outbox.accept(publication, receipt);
  expect(await outbox.waiting()).toEqual([]);
  const kept = await outbox.receipt(publication.ref);
  expect(SignedReceipt.encode(kept!)).toEqual(SignedReceipt.encode(receipt));
});

test("a refused notice is moved aside with its reason", async () => {
  const outbox = await openOutbox(folder);
  const publication = await sealed();
  await outbox.put(publication);
  const refusal = {
    at: 5,
    code: "invalid-argument" as const,
    message: "no",
    violations: [{ field: "title", rule: "title-required", description: "Give a title." }],
  };
  await outbox.refuse(publication, refusal);
  expect(await outbox.waiting()).toEqual([]);
  expect(await outbox.refusal(publication)).toEqual(refusal);
  expect(await outbox.refused()).toMatchObject([{ ref: publication.ref, refusal }]);
});

test("a notice is not written over while it waits, and may come again once it was refused", async () => {
  const outbox = await openOutbox(folder);
  const publication = await sealed(NOON);
  await outbox.put(publication);
  await outbox.put(publication);
  const other = { ...publication, sealed: Buffer.from("another next version") };
  await expect(outbox.put(other)).rejects.toMatchObject({ code: "already-exists" });
  expect(await outbox.waiting()).toHaveLength(1);
  const refusal = { at: 5, code: "conflict" as const, message: "no", violations: [] };
  await outbox.refuse(publication, refusal);
  await outbox.put(publication);
  expect(await outbox.isWaiting(publication)).toBe(true);
  await outbox.accept(publication, await receiptFor(publication));
  expect(await outbox.refused()).toEqual([]);
});

test("what is said of one notice leaves another that waits under its name as it is", async () => {
  const outbox = await openOutbox(folder);
  const before = await sealed();
  const next = { ...before, sealed: Buffer.from("the next version, put right") };
  const path = join(folder, "waiting", `${nameOf(next)}.notice`);
  const refusal = { at: 5, code: "conflict" as const, message: "no", violations: [] };
  await outbox.put(before);
  await outbox.refuse(before, refusal);
  await outbox.put(next);
  expect(await outbox.isWaiting(before)).toBe(false);
  expect(await outbox.isWaiting(next)).toBe(true);
  expect(await outbox.refusal(before)).toEqual(refusal);
  expect(await outbox.refusal(next)).toBeNull();
  await outbox.refuse(before, { ...refusal, message: "again" });
  expect(await readFile(path)).toEqual(next.sealed);
  expect(await outbox.refusal(before)).toEqual(refusal);
  await outbox.accept(before, await receiptFor(before));
  expect(await readFile(path)).toEqual(next.sealed);
  expect(await outbox.receipt(before.ref)).not.toBeNull();
});

test.runIf(process.platform === "linux")(
  "a notice that stands already is promised again only once its name outlives a loss of power",
  async () => {
    const outbox = await openOutbox(folder);
    const publication = await sealed();
    // As the process left it that ended before it could make the name last.
    const waiting = join(folder, "waiting");
    await writeFile(join(waiting, `${nameOf(publication)}.notice`), publication.sealed);
    await using handle = await open(waiting);
    const synced: string[] = [];
    const sync = vi.spyOn(Object.getPrototypeOf(handle) as FileHandle, "sync");
    sync.mockImplementation(async function (this: FileHandle) {
      synced.push(readlinkSync(`/proc/self/fd/${this.fd}`));
      fsyncSync(this.fd);
    });
    try {
      await outbox.put(publication);
    } finally {
      sync.mockRestore();
    }
    expect(synced.at(-1)).toBe(waiting);
  },
);

test("of two next versions that are put at once one is promised, and the other one's author is told", async () => {
  const [outbox, another] = [await openOutbox(folder), await openOutbox(folder)];
  for (let round = 0; round < 50; round++) {
    const first = await sealed();
    const second = { ...first, sealed: Buffer.from(`another next version ${round}`) };
    const outcomes = await Promise.allSettled([outbox.put(first), another.put(second)]);
    const promised = [first, second].filter((_, at) => outcomes[at]!.status === "fulfilled");
    expect(promised).toHaveLength(1);
    const path = join(folder, "waiting", `${nameOf(first)}.notice`);
    expect(await readFile(path)).toEqual(Buffer.from(promised[0]!.sealed));
  }
});

test("a notice that is dropped is gone, whether it waited or was refused", async () => {
  const outbox = await openOutbox(folder);
  const [waits, refused, stays] = [await sealed(NOON), await sealed(NOON), await sealed(NOON)];
  for (const each of [waits, refused, stays]) await outbox.put(each);
  await outbox.refuse(refused, { at: 5, code: "conflict", message: "no", violations: [] });
  expect(await outbox.refused()).toMatchObject([{ bytes: refused.sealed.length }]);
  await outbox.drop(waits);
  const [aside] = await outbox.refused();
  await outbox.drop(aside!);
  expect((await outbox.waiting()).map(({ ref }) => ref)).toEqual([stays.ref]);
  expect(await outbox.refused()).toEqual([]);
  expect(await readdir(join(folder, "refused"))).toEqual([]);
});

test("a damaged file is moved aside and holds nothing else up", async () => {
  const outbox = await openOutbox(folder);
  const [damaged, whole] = [await sealed(NOON), await sealed(NOON + 1_000)];
  await outbox.put(damaged);
  await outbox.put(whole);
  const [name] = await readdir(join(folder, "waiting"));
  await writeFile(join(folder, "waiting", name!), Buffer.from(damaged.sealed).subarray(0, 40));
  expect((await outbox.waiting()).map(({ ref }) => ref)).toEqual([whole.ref]);
  expect(await outbox.refused()).toMatchObject([{ refusal: { code: "damaged" } }]);
});

test("a reason whose notice was not moved any more decides nothing", async () => {
  const outbox = await openOutbox(folder);
  const publication = await sealed();
  await outbox.put(publication);
  await outbox.refuse(publication, { at: 1, code: "conflict", message: "", violations: [] });
  await outbox.put(publication);
  await rm(join(folder, "refused", `${nameOf(publication)}.notice`));
  expect(await outbox.refusal(publication)).toBeNull();
  expect(await outbox.waiting()).toHaveLength(1);
});

test("only the owner can read the outbox", async () => {
  const outbox = await openOutbox(join(folder, "deep", "outbox"));
  await outbox.put(await sealed());
  const { statSync } = await import("node:fs");
  expect(statSync(join(folder, "deep", "outbox", "waiting")).mode & 0o077).toBe(0);
});

test("an id cannot lead out of the folder", async () => {
  const outbox = await openOutbox(folder);
  await expect(outbox.receipt({ origin: "FJ", id: "../../x", version: 1 })).rejects.toThrow(
    RangeError,
  );
});

test("one process at a time carries a notice, and a claim whose owner died is taken over", async () => {
  const [one, other] = [await openOutbox(folder), await openOutbox(folder)];
  const { ref } = await sealed();
  const claim = await one.claim(ref);
  expect(claim).not.toBeNull();
  expect(await other.claim(ref)).toBeNull();
  await claim![Symbol.asyncDispose]();
  const dead = await other.claim(ref);
  expect(dead).not.toBeNull();
  // As if its owner had not renewed it for a minute.
  const [name] = await readdir(join(folder, "claims"));
  const before = new Date(Date.now() - 60_000);
  await utimes(join(folder, "claims", name!), before, before);
  await using taken = await one.claim(ref);
  expect(taken).not.toBeNull();
  await dead![Symbol.asyncDispose]();
});

test("when processes that share it are killed, each notice put is there whole or has its receipt", async () => {
  const script = new URL("./testing/outbox-writer.ts", import.meta.url).pathname;
  const put = new Set<string>();
  const accepted = new Set<string>();
  const children = await Promise.all(
    [0, 1].map(async (each) => {
      const input = join(folder, `input-${each}.json`);
      await writeFile(input, JSON.stringify(await Promise.all(Array.from({ length: 300 }, given))));
      return fork(script, [folder, input], { execArgv: [] });
    }),
  );
  await Promise.all(
    children.map(async (child) => {
      child.on("message", ([what, name]: [string, string]) => {
        (what === "put" ? put : accepted).add(name);
      });
      const ended = once(child, "close");
      await Promise.race([once(child, "message"), ended]);
      await sleep(Math.random() * 150);
      child.kill("SIGKILL");
      await ended;
    }),
  );

  const outbox = await openOutbox(folder);
  const names = new Set((await outbox.waiting()).map(nameOf));
  const files = (await readdir(join(folder, "receipts"))).filter((name) =>
    name.endsWith(".receipt"),
  );
  const receipts = new Set(files.map((name) => name.replace(/\.receipt$/, "")));
  expect(put.size).toBeGreaterThan(1);
  for (const name of put) expect(names.has(name) || receipts.has(name)).toBe(true);
  for (const name of accepted) expect(receipts.has(name)).toBe(true);
  // Nothing half-written was taken for a notice or a receipt.
  expect(await outbox.refused()).toEqual([]);
  for (const file of files) {
    const { signature } = SignedReceipt.decode(await readFile(join(folder, "receipts", file)));
    expect(signature).toHaveLength(64);
  }
}, 300_000);

async function given() {
  const publication = await sealed();
  const receipt = SignedReceipt.encode(await receiptFor(publication));
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
  return { sealed: base64(publication.sealed), receipt: base64(receipt) };
}

async function sealed(now = Date.now()): Promise<Publication> {
  const draft = {
    kind: "alert",
    type: "seizure",
    title: "Cigarettes in a container",
    when: "2025-07-14",
    where: "FJSUV",
    narrative: "Found.",
    marking: "GREEN",
  };
  return (await sealDraft(identity, draft, now)).publication;
}

function receiptFor({ ref, digest }: Publication): Promise<SignedReceipt> {
  return sealReceipt({ ...ref, digest, sequence: 7, acceptedAt: 1 }, hubKey.id, hubKey.sign);
}

function nameOf({ ref }: Publication): string {
  return `${ref.id}.${ref.version}.${ref.origin}`;
}
