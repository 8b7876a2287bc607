import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkExportFolder, claimFolder, EXPORT, makerOf } from "./export-folder.ts";

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "talanoa-exports-"));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const fiji = { log: "log.example", reader: "FJ", kind: "records" } as const;

test("an export goes on in the folder of the same reader, log and kind, and in no other", async () => {
  const folder = join(root, "deep", "fiji");
  await claimFolder(folder, fiji);
  await claimFolder(folder, fiji);
  expect(await makerOf(folder)).toEqual(fiji);
  const others = [
    { ...fiji, reader: "NZ" },
    { ...fiji, kind: "restorable" as const },
    { ...fiji, log: "another.example" },
  ];
  for (const other of others)
    await expect(claimFolder(folder, other)).rejects.toThrow(
      "has another export: of log.example by FJ, with its own records",
    );
  expect(await makerOf(folder)).toEqual(fiji);
});

test("an export leaves foreign files alone, and does not stumble over an interrupted write", async () => {
  const foreign = join(root, "foreign");
  await mkdir(foreign);
  await writeFile(join(foreign, `.${EXPORT}.1.ab.tmp`), "");
  await claimFolder(foreign, fiji);
  await rm(join(foreign, EXPORT));
  await writeFile(join(foreign, "letter.txt"), "mine");
  await expect(claimFolder(foreign, fiji)).rejects.toThrow("is not empty (letter.txt)");
  const file = join(foreign, "letter.txt");
  await expect(claimFolder(file, fiji)).rejects.toThrow("is a file, and no folder");
  expect(await readFile(file, "utf8")).toBe("mine");
});

test("an export that comes to nothing leaves no folder that it made, and what stood there", async () => {
  const folder = join(root, "above", "unused");
  {
    await using _claim = await claimFolder(folder, fiji);
    expect(await makerOf(folder)).toEqual(fiji);
  }
  expect(await readdir(root)).not.toContain("above");
  const empty = join(root, "empty");
  await mkdir(empty);
  await (await claimFolder(empty, fiji))[Symbol.asyncDispose]();
  expect(await readdir(empty)).toEqual([]);
  const begun = await claimFolder(empty, fiji);
  await writeFile(join(empty, "records.jsonl"), "");
  await begun[Symbol.asyncDispose]();
  await (await claimFolder(empty, fiji))[Symbol.asyncDispose]();
  expect(await makerOf(empty)).toEqual(fiji);
});

test("a mistyped folder is wrong use, and says what may have been meant", async () => {
  await expect(checkExportFolder(join(root, "nosuch"))).rejects.toThrow("there is no folder");
  const copies = join(root, "copies");
  await mkdir(join(copies, "entries-0-9"), { recursive: true });
  await writeFile(join(copies, "entries-0-9", "checkpoint"), "");
  await writeFile(join(copies, "note.txt"), "");
  await expect(checkExportFolder(copies)).rejects.toMatchObject({
    message: `${copies} is a folder, and no export or archive of the log`,
    advice: `Did you mean ${join(copies, "entries-0-9")}?`,
  });
  await expect(checkExportFolder(join(copies, "entries-0-9"))).resolves.toBeUndefined();
});
