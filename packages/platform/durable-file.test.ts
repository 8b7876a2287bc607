import { link, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { clearDrafts, createDurably } from "./durable-file.ts";

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "talanoa-durable-"));
  path = join(folder, "witness.key");
});
afterEach(() => rm(folder, { recursive: true }));

async function leftover(name: string, hours = 0): Promise<void> {
  const its = join(folder, name);
  await writeFile(its, "a secret");
  const then = new Date(Date.now() - hours * 3_600_000);
  await utimes(its, then, then);
}

test("a file that is made leaves nothing beside it, also when it stands already", async () => {
  expect(await createDurably(path, Buffer.from("one"))).toBe(true);
  expect(await createDurably(path, Buffer.from("other"))).toBe(false);
  expect(await readdir(folder)).toEqual(["witness.key"]);
});

test("the second name of a file whose writer was killed at the last step is taken away at once", async () => {
  await createDurably(path, Buffer.from("a secret"));
  await link(path, join(folder, ".witness.key.4711.0a1b2c3d.tmp"));
  await clearDrafts(path);
  expect(await readdir(folder)).toEqual(["witness.key"]);
});

test("old drafts of a file are taken away, and neither those being written nor those of other files", async () => {
  await leftover(".witness.key.1.00000001.tmp", 2);
  await leftover(".witness.key.2.00000002.tmp");
  await leftover(".other.key.3.00000003.tmp", 2);
  await leftover("witness.key.tmp", 2);
  await clearDrafts(path);
  expect((await readdir(folder)).toSorted()).toEqual([
    ".other.key.3.00000003.tmp",
    ".witness.key.2.00000002.tmp",
    "witness.key.tmp",
  ]);
});
