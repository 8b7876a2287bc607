import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeDurably } from "@talanoa/platform/durable-file.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writing } from "./file-trouble.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "talanoa-writing-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const written = (path: string) => writing(path, () => writeDurably(path, Buffer.from("x")));

test("what cannot be written is named as the person named it, with what is in the way", async () => {
  const file = join(folder, "file");
  await written(file);
  const nowhere = join(folder, "nope", "proof");
  await expect(written(nowhere)).rejects.toThrow(
    `${nowhere} cannot be written: there is no folder ${join(folder, "nope")}`,
  );
  const below = join(file, "proof");
  await expect(written(below)).rejects.toThrow(`${file} is no folder`);
  await mkdir(join(folder, "sub"));
  await expect(written(join(folder, "sub"))).rejects.toThrow(
    `${join(folder, "sub")} is a folder, not a file`,
  );
  await expect(writing(file, () => mkdir(file, { recursive: true }))).rejects.toThrow(
    `${file} is there already`,
  );
  const twice = () => writeFile(file, "", { flag: "wx" });
  await expect(writing(file, twice)).rejects.toMatchObject({ name: "UsageError" });
});

test("a fault that is no file's is thrown as it is", async () => {
  const fault = new RangeError("no");
  await expect(writing("x", () => Promise.reject(fault))).rejects.toBe(fault);
});
