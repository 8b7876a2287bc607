import { cosign } from "@talanoa/tlog/note/cosignature.ts";
import { addSignatures, formatNote, type Note } from "@talanoa/tlog/note/note.ts";
import { openCheckpoint } from "@talanoa/tlog/note/open-checkpoint.ts";
import { formatVerifierKey } from "@talanoa/tlog/note/verifier-key.ts";
import { headOf, signedCheckpoint } from "@talanoa/tlog/testing/sample-checkpoint.ts";
import { log, origin, policy, sampleSigner, witnesses } from "@talanoa/tlog/testing/sample-keys.ts";
import { leafHash } from "@talanoa/tlog/tree/hash.ts";
import { beforeEach, describe, expect, test } from "vitest";
import type { Session } from "../../session.ts";
import { type CheckpointStore, openCheckpointStore } from "./checkpoint-store.ts";
import { followLog } from "./follow-log.ts";
import { readWitnessKeys, witnessesOf } from "./witness-keys.ts";

const { IDBFactory } = await import("fake-indexeddb");
await import("fake-indexeddb/auto");

const [one, two, other] = ["one", "two", "other"].map((text) => Buffer.from(text));
const first = signedCheckpoint(headOf([one!], 1));
const second = signedCheckpoint(headOf([one!, two!], 2));
const forked = signedCheckpoint(headOf([other!, two!], 2));

/** A hub that shows a checkpoint; two entries continue the first by the hash of the second. */
function showing(note: Note): Session["hub"] {
  const consistency = [leafHash(two!)];
  const call = async (_: unknown, { since }: { since: number }) => ({
    checkpoint: Buffer.from(formatNote(note)),
    consistency: since === 1 && note !== first ? consistency : [],
    archives: [],
  });
  return { call } as unknown as Session["hub"];
}

let store: CheckpointStore;
beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  store = await openCheckpointStore();
});
const follow = (note: Note) => followLog(showing(note), policy(0), store, 5);

describe("a log that this browser follows", () => {
  test("is kept when it is first seen, and must continue that from then on", async () => {
    expect(await follow(first)).toMatchObject({ state: "first" });
    expect(await follow(second)).toMatchObject({ state: "continues", since: 1 });
    expect(await store.kept(origin)).toBe(formatNote(second));
    expect(await follow(second)).toMatchObject({ state: "continues", since: 2 });
  });

  test("that forked is told with both checkpoints, and what was kept stays", async () => {
    await follow(first);
    const found = await follow(forked);
    expect(found).toMatchObject({ state: "forked", before: 1, now: 2 });
    const [evidence] = await store.evidence(origin);
    expect(evidence).toEqual({
      origin,
      older: formatNote(first),
      newer: formatNote(forked),
      at: 5,
    });
    for (const note of [evidence!.older, evidence!.newer])
      expect(openCheckpoint(note, policy(0)).checkpoint.origin).toBe(origin);
    expect(await store.kept(origin)).toBe(formatNote(first));
  });

  test("of which something else was kept replaces nothing", async () => {
    await store.keep(origin, "not a note");
    expect(await follow(first)).toEqual({ state: "kept-broken" });
    expect(await store.kept(origin)).toBe("not a note");
  });

  test("that another key signed is not believed", async () => {
    const stranger = sampleSigner(origin, "ed25519", 77);
    const known = { ...policy(0), keys: [stranger.key] };
    await expect(followLog(showing(first), known, store, 5)).rejects.toMatchObject({
      code: "not-signed",
    });
    expect(await store.kept(origin)).toBeNull();
  });
});

describe("witnesses", () => {
  const [fj, ws, to] = witnesses;
  const at = Date.UTC(2026, 10, 26) / 1_000;
  const note = addSignatures(first, [cosign(first.text, fj!, at), cosign(first.text, ws!, at + 1)]);

  test("are told apart: verified here, said by the log alone, and missing", () => {
    const known = [fj!.key, to!.key];
    const opened = openCheckpoint(formatNote(note), { ...policy(0), witnesses: known });
    expect(witnessesOf(opened, known)).toEqual([
      { name: "fj.example/witness", at: at * 1_000, state: "verified" },
      { name: "ws.example/witness", at: (at + 1) * 1_000, state: "said" },
      { name: "to.example/witness", at: 0, state: "missing" },
    ]);
  });

  test("have keys for cosignatures; the first line that is none is named", () => {
    const lines = [fj!, ws!].map(({ key }) => formatVerifierKey(key));
    const read = readWitnessKeys(`${lines[0]}\n\n  ${lines[1]}\n`);
    expect("keys" in read && read.keys.map(({ name }) => name)).toEqual([
      fj!.key.name,
      ws!.key.name,
    ]);
    expect(readWitnessKeys(`${lines[0]}\nnonsense`)).toEqual({ fault: 2 });
    expect(readWitnessKeys(formatVerifierKey(log.key))).toEqual({ fault: 1 });
    expect(readWitnessKeys("")).toEqual({ keys: [] });
  });
});
