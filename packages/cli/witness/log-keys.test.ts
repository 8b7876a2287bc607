import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatVerifierKey } from "@talanoa/tlog/note/verifier-key.ts";
import { log, origin, sampleSigner, witnesses } from "@talanoa/tlog/testing/sample-keys.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { UsageError } from "../usage-error.ts";
import { readLogKeys } from "./log-keys.ts";

let file: string;
beforeAll(async () => {
  file = join(await mkdtemp(join(tmpdir(), "talanoa-log-keys-")), "logs");
});
afterAll(() => rm(join(file, ".."), { recursive: true }));

const key = formatVerifierKey(log.key);
const next = formatVerifierKey(sampleSigner(origin, "ed25519", 2).key);
const other = formatVerifierKey(sampleSigner("other", "ed25519", 3).key);

test("keys come as texts and in files; several of one name are keys of one log", async () => {
  await writeFile(file, `# the log and its next key\n${key}\n\n  ${next}\r\n`);
  const keys = await readLogKeys([other, file, key]);
  expect([...keys].map(([name, its]) => [name, its.map(formatVerifierKey)])).toEqual([
    ["other", [other]],
    [origin, [key, next]],
  ]);
});

test.each([
  ["", "has no key of a log"],
  [`${key}\nno key\n`, "line 2"],
  [`${formatVerifierKey(witnesses[0]!.key)}\n`, "key of a witness"],
])("a file of %j is refused by name", async (text, message) => {
  await writeFile(file, text);
  const error = await readLogKeys([file]).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(UsageError);
  expect((error as UsageError).message).toContain(message);
  expect((error as UsageError).message).toContain(file);
});
