import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withFileSteps } from "@talanoa/platform/testing/file-steps.ts";
import { sealReceipt } from "@talanoa/sharing/receipt/receipt.ts";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type FolderOutbox, openOutbox } from "./outbox.ts";
import type { Publication } from "./publication.ts";
import { sealDraft, sealRevision } from "./seal-draft.ts";
import { Revision, type SignedReceipt } from "@talanoa/contract/generated/talanoa.ts";
import { sightingDraft } from "./testing/draft.ts";
import { testIdentity, testKey } from "./testing/keys.ts";

const hubKey = testKey();
const identity = testIdentity("FJ", testKey(), hubKey);
const refusal = { at: 5, code: "conflict" as const, message: "no", violations: [] };

/** Three next versions of one notice, all under one name. */
let wrong: Publication;
let right: Publication;
let third: Publication;
let receipt: SignedReceipt;
beforeAll(async () => {
  const first = await sealDraft(identity, sightingDraft, Date.now());
  [wrong, right, third] = (await Promise.all(
    ["A", "B", "C"].map(async (title) => {
      const change = { title };
      return (await sealRevision(identity, first.opened, Revision.CORRECTION, change, Date.now()))
        .publication;
    }),
  )) as [Publication, Publication, Publication];
  const { ref, digest } = wrong;
  const its = { ...ref, digest, sequence: 7, acceptedAt: 1 };
  receipt = await sealReceipt(its, hubKey.id, hubKey.sign);
});

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "talanoa-steps-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** What is done with a notice that waits, by a process that may have slept for longer than its claim lasts. */
const deeds: Record<string, (outbox: FolderOutbox) => Promise<void>> = {
  accept: (outbox) => outbox.accept(wrong, receipt),
  refuse: (outbox) => outbox.refuse(wrong, refusal),
  drop: (outbox) => outbox.drop(wrong),
};

class Killed extends Error {}

/** Does it, with something before one step, until it is killed at another. False when it was done before that. */
async function doUntil(
  deed: (outbox: FolderOutbox) => Promise<void>,
  outbox: FolderOutbox,
  killedAt: number,
  before?: { step: number; meanwhile: () => Promise<void> },
): Promise<boolean> {
  let steps = 0;
  const step = async () => {
    steps++;
    if (steps === before?.step) await before.meanwhile();
    // Nor is anything cleared afterwards.
    if (steps >= killedAt) throw new Killed();
  };
  try {
    await withFileSteps(step, () => deed(outbox));
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
  }
  return steps >= killedAt;
}

const waitingIn = async (outbox: FolderOutbox) =>
  (await outbox.waiting()).map(({ sealed }) => Buffer.from(sealed));

/** How many calls to the file system it takes. */
async function stepsOf(deed: (outbox: FolderOutbox) => Promise<void>): Promise<number> {
  const outbox = await openOutbox(join(folder, "steps"));
  await outbox.put(wrong);
  let steps = 0;
  await withFileSteps(
    async () => void steps++,
    () => deed(outbox),
  );
  return steps;
}

describe.each(Object.keys(deeds))("between any two steps of '%s'", (name) => {
  const deed = deeds[name]!;

  test("what another process put in the notice's place waits, also when this one is killed after", async () => {
    const count = await stepsOf(deed);
    expect(count).toBeGreaterThan(4);
    for (let step = 1; step <= count; step++)
      for (let killedAt = step; ; killedAt++) {
        const its = join(folder, `${step}.${killedAt}`);
        const [outbox, another] = [await openOutbox(its), await openOutbox(its)];
        await outbox.put(wrong);
        const isKilled = await doUntil(deed, outbox, killedAt, {
          step,
          async meanwhile() {
            await another.drop(wrong);
            await another.put(right);
          },
        });
        const reopened = await openOutbox(its);
        expect(await waitingIn(reopened)).toEqual([Buffer.from(right.sealed)]);
        expect(await reopened.isWaiting(right)).toBe(true);
        await expect(reopened.put(third)).rejects.toMatchObject({ code: "already-exists" });
        await reopened.put(right);
        await reopened.drop(right);
        expect(await waitingIn(reopened)).toEqual([]);
        if (!isKilled) break;
      }
  });

  test("a kill leaves the notice waiting, or what became of it on file", async () => {
    for (let killedAt = 1; ; killedAt++) {
      const its = join(folder, String(killedAt));
      const outbox = await openOutbox(its);
      await outbox.put(wrong);
      const isKilled = await doUntil(deed, outbox, killedAt);
      const reopened = await openOutbox(its);
      if (!(await reopened.isWaiting(wrong))) {
        if (name === "accept") expect(await reopened.receipt(wrong.ref)).toEqual(receipt);
        if (name === "refuse") expect(await reopened.refusal(wrong)).toEqual(refusal);
      } else {
        expect(isKilled).toBe(true);
        expect(await waitingIn(reopened)).toEqual([Buffer.from(wrong.sealed)]);
        await deed(reopened);
        expect(await waitingIn(reopened)).toEqual([]);
      }
      for (const part of ["waiting", "settling"])
        expect((await readdir(join(its, part))).filter((file) => !file.endsWith(".tmp"))).toEqual(
          [],
        );
      if (!isKilled) break;
    }
  });
});

test("a refused notice that is dropped takes nothing with it that waits under its name since", async () => {
  const outbox = await openOutbox(folder);
  await outbox.put(wrong);
  await outbox.refuse(wrong, refusal);
  const [shown] = await outbox.refused();
  await outbox.put(right);
  await outbox.drop(shown!);
  expect(await waitingIn(outbox)).toEqual([Buffer.from(right.sealed)]);
  expect(await outbox.refused()).toEqual([]);
});
