import { HubError } from "@talanoa/platform/errors.ts";
import { formatCheckpoint } from "@talanoa/tlog/note/checkpoint.ts";
import { formatNote } from "@talanoa/tlog/note/note.ts";
import { signText } from "@talanoa/tlog/note/sign.ts";
import { log, origin, policy, sampleSigner } from "@talanoa/tlog/testing/sample-keys.ts";
import { describe, expect, test } from "vitest";
import { LogBehind } from "./continuing.ts";
import { NotGenuine } from "./genuine-receipt.ts";
import { signedTiles } from "./signed-tiles.ts";

const SIZE = 600;
const PATH = "tile/0/001";
const TILE = Buffer.from("a tile");
const missing = new HubError("not-found", `the log does not serve it`);

function checkpoint(size: number, signer = log): Uint8Array {
  const text = formatCheckpoint({ origin, size, root: Buffer.alloc(32), extensions: [] });
  return Buffer.from(formatNote({ text, signatures: [signText(text, signer)] }));
}

/** What is read of a log that gives these answers to questions for a tile, and this to one for its checkpoint. */
function read(tiles: readonly (Uint8Array | Error)[], note: Uint8Array | Error = checkpoint(SIZE)) {
  const left = [...tiles];
  const source = {
    async get(path: string) {
      const answer = path === "checkpoint" ? note : left.shift()!;
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
  return signedTiles(source, policy(2), { size: SIZE }).get(PATH);
}

describe("a tile of a tree that was signed", () => {
  test("is given as it is served", async () => {
    expect(await read([TILE])).toBe(TILE);
    const away = new HubError("unavailable", "no answer");
    await expect(read([away])).rejects.toBe(away);
    await expect(read([missing, away])).rejects.toBe(away);
  });

  test("that is not there once is asked for again", async () => {
    expect(await read([missing, TILE])).toBe(TILE);
  });

  test("that is not there twice was taken out", async () => {
    for (const size of [SIZE, SIZE + 1]) {
      const told = read([missing, missing], checkpoint(size));
      await expect(told).rejects.toThrow(NotGenuine);
      await expect(told).rejects.toThrow("has signed 600 entries: some were taken out");
    }
  });

  test("is missing of no log where none is served", async () => {
    const none = new HubError("not-found", "the log does not serve checkpoint");
    await expect(read([missing], none)).rejects.toBe(none);
  });

  test("is not there yet where the log has gone back, or its mirror lags", async () => {
    const told = read([missing, missing], checkpoint(SIZE - 1));
    await expect(told).rejects.toThrow(LogBehind);
    await expect(told).rejects.toMatchObject({ before: SIZE, now: SIZE - 1 });
  });

  test("is proved missing by no checkpoint of another key", async () => {
    const other = sampleSigner(origin, "ed25519", 2);
    for (const note of [checkpoint(SIZE, other), Buffer.from("Not here\n")]) {
      const told = read([missing, missing], note);
      await expect(told).rejects.toThrow(NotGenuine);
      await expect(told).rejects.toThrow("the checkpoint beside the tiles: ");
    }
  });
});
