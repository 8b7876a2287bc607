import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatNote } from "@talanoa/tlog/note/note.ts";
import { openCheckpoint } from "@talanoa/tlog/note/open-checkpoint.ts";
import { naiveTree } from "@talanoa/tlog/testing/naive-tree.ts";
import { headOf, signedCheckpoint } from "@talanoa/tlog/testing/sample-checkpoint.ts";
import { policy, sampleSigner } from "@talanoa/tlog/testing/sample-keys.ts";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Hub } from "./hub.ts";
import { continuing, LogBehind, LogForked } from "./continuing.ts";
import { keepCheckpoint, keptCheckpoints } from "./kept-checkpoint.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "talanoa-kept-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const checkpointOf = (entry: string) => signedCheckpoint(headOf([Buffer.from(entry)], 1));
const alone = openCheckpoint(formatNote(checkpointOf("one")), policy(0));

/** A hub that shows one checkpoint, which says that it continues itself. */
function hubOf(entry: string): Hub {
  const checkpoint = Buffer.from(formatNote(checkpointOf(entry)));
  return { call: async () => ({ checkpoint, consistency: [] }) } as unknown as Hub;
}

test("a checkpoint that was kept before there were witnesses is one to continue", async () => {
  await keepCheckpoint(folder, policy(0), alone);
  const [kept] = await keptCheckpoints(folder, policy(2));
  expect(kept!.opened.checkpoint).toEqual(alone.checkpoint);
});

test("a kept checkpoint of another key names both keys, and the file", async () => {
  const stranger = sampleSigner(policy(0).origin, "ed25519", 77);
  await keepCheckpoint(folder, policy(0), alone);
  const kept = keptCheckpoints(folder, { ...policy(0), keys: [stranger.key] });
  await expect(kept).rejects.toThrow(
    /checkpoint, which was kept last, .*signed by the key .*known key is/,
  );
  await writeFile(join(folder, `${encodeURIComponent(policy(0).origin)}.checkpoint`), "cut");
  await expect(keptCheckpoints(folder, policy(0))).rejects.toThrow("it was changed");
});

test("a checkpoint replaces those that it was proven to continue, and none that was kept meanwhile", async () => {
  const file = join(folder, `${encodeURIComponent(policy(0).origin)}.checkpoint`);
  await writeFile(file, formatNote(alone.note));
  const sizes = async () =>
    (await keptCheckpoints(folder, policy(0))).map(({ opened }) => opened.checkpoint.size);
  const known = await keptCheckpoints(folder, policy(0));
  const [one, other] = ["other", "another"].map((entry) => {
    const note = signedCheckpoint(headOf([Buffer.from("one"), Buffer.from(entry)], 2));
    return openCheckpoint(formatNote(note), policy(0));
  });
  // Two commands at once, of which each was shown another log.
  await keepCheckpoint(folder, policy(0), one!, known);
  await keepCheckpoint(folder, policy(0), other!, known);
  expect(await sizes()).toEqual([2, 2]);
  const both = await keptCheckpoints(folder, policy(0));
  await keepCheckpoint(folder, policy(0), one!, both);
  expect(await sizes()).toEqual([2]);
});

test("a fork is told as that, whether or not witnesses cosigned; else a lost quorum", async () => {
  await expect(continuing(hubOf("two"), policy(2), [alone])).rejects.toThrow(LogForked);
  await expect(continuing(hubOf("one"), policy(2), [alone])).rejects.toMatchObject({
    code: "not-cosigned",
  });
  expect((await continuing(hubOf("one"), policy(0), [alone])).checkpoint.size).toBe(1);
});

test("a log that shows an older checkpoint of one tree is behind, and no fork", async () => {
  const later = signedCheckpoint(headOf([Buffer.from("one"), Buffer.from("two")], 2));
  const older = openCheckpoint(formatNote(later), policy(0));
  // As if the time had passed in which it may.
  const clock = vi.spyOn(performance, "now").mockReturnValueOnce(0).mockReturnValue(60_000);
  await expect(continuing(hubOf("one"), policy(0), [older])).rejects.toThrow(LogBehind);
  clock.mockRestore();
});

describe("a log that must continue two checkpoints", () => {
  const [line, fork] = ["entry", "other"].map((word) => {
    const entries = Array.from({ length: 9 }, (_, i) => Buffer.from(`${word} ${i}`));
    const tree = naiveTree(entries);
    const at = (size: number) => signedCheckpoint({ size, root: tree.root(size) });
    return { tree, at, opened: (size: number) => openCheckpoint(formatNote(at(size)), policy(0)) };
  });
  type Line = NonNullable<typeof line>;

  /** A hub that shows to each question, by its count and the size that it names, a size of a line. */
  function answering(shown: (count: number, since: number) => readonly [Line, number]): Hub {
    let count = 0;
    const call = async (_: unknown, { since }: { since: number }) => {
      const [{ tree, at }, size] = shown(count++, since);
      const consistency = since > 0 ? tree.proof(since, size) : [];
      return { checkpoint: Buffer.from(formatNote(at(size))), consistency };
    };
    return { call } as unknown as Hub;
  }

  test("is one of which one checkpoint continues both", async () => {
    // The second is published between two questions.
    const hub = answering((count) => [line!, count < 2 ? 7 : 8]);
    const known = [line!.opened(5), line!.opened(4)];
    const { checkpoint } = await continuing(hub, policy(0), known);
    expect(checkpoint).toEqual(line!.opened(8).checkpoint);
  });

  test("and shows the one that was kept, and then another tree from the other one on, has forked", async () => {
    const hub = answering((_, since) =>
      since === 4 ? [fork!, 7] : [line!, 5 + (since > 0 ? 2 : 0)],
    );
    const known = [line!.opened(5), fork!.opened(4)];
    await expect(continuing(hub, policy(0), known)).rejects.toMatchObject({
      name: "NotGenuine",
      older: { checkpoint: line!.opened(7).checkpoint },
      newer: { checkpoint: fork!.opened(7).checkpoint },
    });
  });

  test("and never shows the same for both is not known to", async () => {
    const clock = vi.spyOn(performance, "now").mockReturnValueOnce(0).mockReturnValue(60_000);
    const hub = answering((_, since) => (since === 4 ? [fork!, 7] : [line!, 5]));
    const known = [line!.opened(5), fork!.opened(4)];
    await expect(continuing(hub, policy(0), known)).rejects.toMatchObject({ code: "unavailable" });
    clock.mockRestore();
  });
});
