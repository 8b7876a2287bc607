import { continuing } from "@talanoa/client/continuing.ts";
import { readRow } from "@talanoa/client/log.ts";
import { type MadeUp, madeUpHub } from "@talanoa/client/testing/made-up-hub.ts";
import { Purpose, type Record } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { logged } from "@talanoa/sharing/record/testing/logged.ts";
import { cosign } from "@talanoa/tlog/note/cosignature.ts";
import { addSignatures, formatNote, type Note } from "@talanoa/tlog/note/note.ts";
import {
  type OpenedCheckpoint,
  openCheckpoint,
  type Policy,
} from "@talanoa/tlog/note/open-checkpoint.ts";
import { formatVerifierKey } from "@talanoa/tlog/note/verifier-key.ts";
import { naiveTree } from "@talanoa/tlog/testing/naive-tree.ts";
import { headOf, signedCheckpoint } from "@talanoa/tlog/testing/sample-checkpoint.ts";
import { log, origin, policy, sampleSigner, witnesses } from "@talanoa/tlog/testing/sample-keys.ts";
import { leafHash } from "@talanoa/tlog/tree/hash.ts";
import { beforeEach, describe, expect, test } from "vitest";
import type { Session } from "../../session.ts";
import { type CheckpointStore, openCheckpointStore } from "./checkpoint-store.ts";
import { KeptBroken, letGo, provedFromKept } from "./from-kept.ts";
import { proveEntry } from "./prove-entry.ts";
import { verifyAnswer } from "./verify-answer.ts";
import { verifyTrail } from "./verify-trail.ts";
import { readWitnessKeys, witnessesOf } from "./witness-keys.ts";

const { IDBFactory } = await import("fake-indexeddb");
await import("fake-indexeddb/auto");

const [one, two, other] = ["one", "two", "other"].map((text) => Buffer.from(text));
const first = signedCheckpoint(headOf([one!], 1));
const second = signedCheckpoint(headOf([one!, two!], 2));
const forked = signedCheckpoint(headOf([other!, two!], 2));
const logKey = formatVerifierKey(log.key);

/** A hub that shows a checkpoint; two entries continue the first by the hash of the second. */
function showing(note: Note, key = logKey): Session["hub"] {
  const consistency = [leafHash(two!)];
  const call = async (_: unknown, { since }: { since: number }) => ({
    checkpoint: Buffer.from(formatNote(note)),
    consistency: since === 1 && note !== first ? consistency : [],
    archives: [],
  });
  return { identity: { hub: { logKey: key } }, call } as unknown as Session["hub"];
}

let store: CheckpointStore;
beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  store = await openCheckpointStore();
});

/** The last checkpoint, as the page Proof follows it; `meanwhile` is done before it is kept. */
function follow(hub: Session["hub"], meanwhile = async () => {}) {
  return provedFromKept(hub, async (known: Policy, since: readonly OpenedCheckpoint[]) => {
    const opened = await continuing(hub, known, since);
    await meanwhile();
    return { opened };
  });
}

describe("a log that this browser follows", () => {
  test("is kept when it is first seen, and must continue that from then on", async () => {
    expect(await follow(showing(first))).toMatchObject({ since: null, isKept: true });
    expect(await follow(showing(second))).toMatchObject({ since: 1, isKept: true });
    expect(await store.kept(origin)).toBe(formatNote(second));
    expect(await follow(showing(second))).toMatchObject({ since: 2 });
  });

  test("that forked is told with both checkpoints, and what was kept stays", async () => {
    await follow(showing(first));
    await expect(follow(showing(forked))).rejects.toMatchObject({
      older: { checkpoint: { size: 1 } },
      newer: { checkpoint: { size: 2 } },
    });
    const [evidence] = await store.evidence(origin);
    const [older, newer] = [formatNote(first), formatNote(forked)];
    expect(evidence).toMatchObject({ origin, older, newer });
    expect(await store.kept(origin)).toBe(formatNote(first));
  });

  test("of which something else was kept replaces nothing", async () => {
    await store.keep(origin, "not a note");
    await expect(follow(showing(first))).rejects.toThrow("is not of this log's key");
    expect(await store.kept(origin)).toBe("not a note");
  });

  test("begins anew once that is let go, which stays as evidence", async () => {
    await store.keep(origin, "not a note");
    const broken = await follow(showing(first)).catch((error: unknown) => error);
    if (!(broken instanceof KeptBroken)) throw broken;
    await letGo(broken);
    const evidence = { origin, older: "not a note", newer: null };
    expect(await store.evidence(origin)).toMatchObject([evidence]);
    expect(await follow(showing(second))).toMatchObject({ since: null, isKept: true });
    // Asked once more, in a window that still shows it, it takes nothing of what was kept since.
    await letGo(broken);
    expect(await store.kept(origin)).toBe(formatNote(second));
    expect(await store.evidence(origin)).toHaveLength(1);
  });

  test("that another key signed is not believed", async () => {
    const stranger = formatVerifierKey(sampleSigner(origin, "ed25519", 77).key);
    await expect(follow(showing(first, stranger))).rejects.toMatchObject({ code: "not-signed" });
    expect(await store.kept(origin)).toBeNull();
  });

  test("is one to all windows: what two keep at once is of one log, or it has forked", async () => {
    await follow(showing(second), () => store.keep(origin, formatNote(first)));
    expect(await store.kept(origin)).toBe(formatNote(second));
    globalThis.indexedDB = new IDBFactory();
    store = await openCheckpointStore();
    const elsewhere = () => store.keep(origin, formatNote(forked));
    await expect(follow(showing(second), elsewhere)).rejects.toThrow("does not continue");
    expect(await store.kept(origin)).toBe(formatNote(forked));
    expect(await store.evidence(origin)).toHaveLength(1);
  });

  test("is followed no further where the browser keeps nothing, which is told", async () => {
    const open = () => {
      throw new DOMException("no", "SecurityError");
    };
    globalThis.indexedDB = { open } as unknown as IDBFactory;
    expect(await follow(showing(first))).toMatchObject({ since: null, isKept: false });
  });
});

describe("what a page proves", () => {
  const reason = { purpose: Purpose.AUDIT, caseNumber: "" };
  const notice = { origin: "FJ", id: "0198c0de-0000-7000-8000-000000000001", version: 1 };
  const records = Array.from({ length: 8 }, (_, i): Init<Record> => {
    const opened = { participant: "FJ", origin: "FJ", copies: [{ notice }] };
    const facts = i === 0 ? { accepted: { notice } } : { opened };
    return { nonce: Buffer.from(String(i).padStart(16)), at: i, participant: "FJ", facts };
  });
  const entries = logged(records, 8);
  const tree = naiveTree(entries.map(({ entry }) => entry));
  const checkpointOf = (size: number) =>
    formatNote(signedCheckpoint({ size, root: tree.root(size) }));
  const shown = entries.map(({ common, parts, entry }, index) =>
    readRow({ index, common, parts: parts.map(({ bytes }) => bytes), entry, altered: false }),
  );
  const madeUp: MadeUp = { entries, participant: "FJ", shows: () => true };
  const { identity, call } = madeUpHub(madeUp);
  const hub = { identity: { ...identity, hub: { ...identity.hub, logKey } }, call };
  const question = { fromIndex: 2 };
  const story = { notice, reason, entries: shown.slice(0, 8) };

  const proofs: readonly (readonly [string, () => Promise<object>])[] = [
    ["an answer", () => verifyAnswer(hub, { question, reason, entries: shown.slice(2) })],
    ["the story of a notice", async () => (await verifyTrail(hub, story)).checked],
    ["an entry", () => proveEntry(hub, shown[3]!)],
  ];

  test.each(proofs)("of %s continues what was kept, and is kept in its place", async (_, prove) => {
    await store.keep(origin, checkpointOf(5));
    expect(await prove()).toMatchObject({ since: 5, isKept: true, size: entries.length });
    expect(await store.kept(origin)).toBe(checkpointOf(entries.length));
  });

  test("of the story of a notice has all that was shown of it before", async () => {
    const { checked } = await verifyTrail(hub, { ...story, entries: shown.slice(1, 8) });
    expect(checked.faults[0]).toBe("entry 1 was shown, and the log shows another now");
  });

  test.each(proofs)("of %s is nothing where the log has forked since", async (_, prove) => {
    const before = formatNote(signedCheckpoint({ size: 5, root: Buffer.alloc(32, 7) }));
    await store.keep(origin, before);
    await expect(prove()).rejects.toThrow("does not continue the one of 5 that it signed before");
    expect(await store.kept(origin)).toBe(before);
    expect(await store.evidence(origin)).toMatchObject([{ older: before }]);
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
