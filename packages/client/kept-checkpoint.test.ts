import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatNote } from "@talanoa/tlog/note/note.ts";
import { openCheckpoint } from "@talanoa/tlog/note/open-checkpoint.ts";
import { headOf, signedCheckpoint } from "@talanoa/tlog/testing/sample-checkpoint.ts";
import { policy, sampleSigner } from "@talanoa/tlog/testing/sample-keys.ts";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Hub } from "./hub.ts";
import { continuing, LogBehind, LogForked } from "./continuing.ts";
import { keepCheckpoint, keptCheckpoint } from "./kept-checkpoint.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "talanoa-kept-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const checkpointOf = (entry: string) => signedCheckpoint(headOf([Buffer.from(entry)], 1));
const alone = openCheckpoint(formatNote(checkpointOf("one")), policy(0));

/** A hub that shows one checkpoint, which says that it continues itself. */
function hubOf(entry: string): Hub {
  const checkpoint = Buffer.from(formatNote(checkpointOf(entry)));
  return { call: async () => ({ checkpoint, consistency: [] }) } as unknown as Hub;
}

test("a checkpoint that was kept before there were witnesses is one to continue", async () => {
  await keepCheckpoint(folder, policy(0), alone);
  expect((await keptCheckpoint(folder, policy(2)))?.checkpoint).toEqual(alone.checkpoint);
});

test("a kept checkpoint of another key names both keys, and the file", async () => {
  const stranger = sampleSigner(policy(0).origin, "ed25519", 77);
  const kept = keptCheckpoint(folder, { ...policy(0), keys: [stranger.key] });
  await expect(kept).rejects.toThrow(
    /checkpoint, which was kept last, .*signed by the key .*known key is/,
  );
  await writeFile(join(folder, `${encodeURIComponent(policy(0).origin)}.checkpoint`), "cut");
  await expect(keptCheckpoint(folder, policy(0))).rejects.toThrow("it was changed");
});

test("a fork is told as that, whether or not witnesses cosigned; else a lost quorum", async () => {
  await expect(continuing(hubOf("two"), policy(2), alone)).rejects.toThrow(LogForked);
  await expect(continuing(hubOf("one"), policy(2), alone)).rejects.toMatchObject({
    code: "not-cosigned",
  });
  expect((await continuing(hubOf("one"), policy(0), alone)).checkpoint.size).toBe(1);
});

test("a log that shows an older checkpoint of one tree is behind, and no fork", async () => {
  const later = signedCheckpoint(headOf([Buffer.from("one"), Buffer.from("two")], 2));
  const older = openCheckpoint(formatNote(later), policy(0));
  // As if the time had passed in which it may.
  const clock = vi.spyOn(performance, "now").mockReturnValueOnce(0).mockReturnValue(60_000);
  await expect(continuing(hubOf("one"), policy(0), older)).rejects.toThrow(LogBehind);
  clock.mockRestore();
});
