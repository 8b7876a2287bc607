import { formatNote } from "@talanoa/tlog/note/note.ts";
import { headOf, signedCheckpoint } from "@talanoa/tlog/testing/sample-checkpoint.ts";
import { policy, sampleSigner } from "@talanoa/tlog/testing/sample-keys.ts";
import { expect, test } from "vitest";
import { failureOf } from "../failure.ts";
import { givenCheckpoint, openNamed } from "./given-checkpoint.ts";

const bytes = Buffer.from(formatNote(signedCheckpoint(headOf([Buffer.from("one")], 1))));

test("a checkpoint to continue needs no cosignatures", () => {
  expect(openNamed("before", bytes, policy(3)).checkpoint.size).toBe(1);
});

test("one that does not fit the key names the file and both keys, and asks whether the key is right", () => {
  const stranger = sampleSigner(policy(0).origin, "ed25519", 77);
  const failed = () => openNamed("before", bytes, { ...policy(0), keys: [stranger.key] });
  expect(failed).toThrow(/^before: it is signed by the key .+, and the known key is .+/);
  try {
    failed();
  } catch (error) {
    expect(failureOf(error)).toMatchObject({
      exitCode: 5,
      lines: [expect.anything(), expect.stringMatching(/^Is it the right key/)],
    });
  }
});

test("what is no checkpoint at all is wrong use", async () => {
  const given = givenCheckpoint(import.meta.filename, policy(0));
  await expect(given).rejects.toThrow(`${import.meta.filename} is no signed checkpoint`);
});
