import { link, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeSignerKey } from "./signer-key.ts";

test("making a key clears the copy that a killed run left beside it, and keeps the key", async () => {
  const folder = await mkdtemp(join(tmpdir(), "talanoa-signer-"));
  try {
    const file = join(folder, "witness.key");
    await makeSignerKey("customs.example/witness", file);
    await link(file, join(folder, ".witness.key.4711.0a1b2c3d.tmp"));
    await expect(makeSignerKey("customs.example/witness", file)).rejects.toThrow("stands already");
    expect(await readdir(folder)).toEqual(["witness.key"]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
