import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Revision, SealedNotice } from "@talanoa/contract/generated/talanoa.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { sealReceipt } from "@talanoa/sharing/receipt/receipt.ts";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { deliver, deliverAll } from "./deliver.ts";
import type { Hub } from "./hub.ts";
import { type FolderOutbox, openOutbox } from "./outbox.ts";
import { type Publication, publicationOf } from "./publication.ts";
import { sealDraft, sealRevision } from "./seal-draft.ts";
import { sightingDraft } from "./testing/draft.ts";
import { testIdentity, testKey } from "./testing/keys.ts";

const hubKey = testKey();
const identity = testIdentity("FJ", testKey(), hubKey);
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "talanoa-deliver-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** Accepts what is sent, or answers with an error, after what happens meanwhile. */
function hubThat(meanwhile: (its: Publication) => Promise<HubError | null>) {
  const sent: Uint8Array[] = [];
  const call = async (_: unknown, { notice }: { notice: SealedNotice }) => {
    const publication = publicationOf(SealedNotice.encode(notice));
    sent.push(publication.sealed);
    const error = await meanwhile(publication);
    if (error) throw error;
    const { ref, digest } = publication;
    const receipt = { ...ref, digest, sequence: 7, acceptedAt: 1 };
    return { receipt: await sealReceipt(receipt, hubKey.id, hubKey.sign), warnings: [] };
  };
  return { sent, hub: { identity, call } as unknown as Hub };
}

test("what was taken out of the outbox between two attempts is not sent any more", async () => {
  const { hub } = hubThat(async () => new HubError("unavailable", "the hub does not answer"));
  const outbox = await openOutbox(folder);
  const { publication } = await sealDraft(identity, sightingDraft, Date.now());
  await outbox.put(publication);
  // It is tried again and again.
  const fate = deliver(hub, outbox, publication, { patience: 60_000 });
  await vi.waitFor(
    async () => {
      await using claim = await outbox.claim(publication.ref);
      expect(claim).not.toBeNull();
      await outbox.drop(publication);
    },
    { timeout: 60_000, interval: 20 },
  );
  expect(await fate).toEqual({ kind: "dropped" });
  expect(await outbox.waiting()).toEqual([]);
});

describe("a next version that another process puts in place of one that this one is about to send", () => {
  /** Two next versions under one name, and what is sent before them. */
  async function three() {
    const now = Date.now();
    const first = await sealDraft(identity, sightingDraft, now);
    const [wrong, right] = await Promise.all(
      ["B", "C"].map((title) =>
        sealRevision(identity, first.opened, Revision.CORRECTION, { title }, now),
      ),
    );
    return {
      before: first.publication,
      wrong: wrong!.publication,
      right: right!.publication,
    };
  }

  const refusal = { at: 5, code: "conflict" as const, message: "no", violations: [] };
  const isSame = (one: Publication, other: Publication) =>
    Buffer.compare(one.sealed, other.sealed) === 0;
  const waitingIn = async (outbox: FolderOutbox) =>
    (await outbox.waiting()).map(({ sealed }) => Buffer.from(sealed));

  test.each(["dropped", "refused"] as const)(
    "waits and is sent, and the one that was %s is not",
    async (what) => {
      const [outbox, another] = [await openOutbox(folder), await openOutbox(folder)];
      const { before, wrong, right } = await three();
      for (const each of [before, wrong]) await outbox.put(each);
      const { hub, sent } = hubThat(async (its) => {
        if (!isSame(its, before)) return null;
        await using claim = await another.claim(wrong.ref);
        expect(claim).not.toBeNull();
        await (what === "dropped" ? another.drop(wrong) : another.refuse(wrong, refusal));
        await another.put(right);
        return null;
      });
      const fates = await Array.fromAsync(deliverAll(hub, outbox));
      expect(fates.map(({ fate }) => fate.kind)).toEqual(["accepted", what]);
      expect(sent).toHaveLength(1);
      expect(await waitingIn(outbox)).toEqual([Buffer.from(right.sealed)]);
      const [after] = await Array.fromAsync(deliverAll(hub, outbox));
      expect(after?.fate.kind).toBe("accepted");
      expect(sent.slice(1)).toEqual([right.sealed]);
      expect(await outbox.waiting()).toEqual([]);
      expect(await outbox.refused()).toEqual([]);
    },
  );

  test.each([null, new HubError("invalid-argument", "refused")])(
    "stays when the hub answers the other after its claim ran out: %s",
    async (answer) => {
      const [outbox, another] = [await openOutbox(folder), await openOutbox(folder)];
      const { wrong, right } = await three();
      await outbox.put(wrong);
      const { hub } = hubThat(async () => {
        await another.drop(wrong);
        await another.put(right);
        return answer;
      });
      const fate = await deliver(hub, outbox, wrong);
      expect(fate.kind).toBe(answer ? "refused" : "accepted");
      expect(await waitingIn(outbox)).toEqual([Buffer.from(right.sealed)]);
      expect(await outbox.refused()).toEqual([]);
      // What is on file of the other forgets nothing of this one.
      if (!answer) expect((await deliver(hub, outbox, wrong)).kind).toBe("accepted");
      expect(await waitingIn(outbox)).toEqual([Buffer.from(right.sealed)]);
    },
  );
});
