import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InvalidConfig } from "@talanoa/platform/config.ts";
import { expect, test } from "vitest";
import { readWitnessPolicy } from "./witness-policy.ts";

const url = "https://w1.example/witness";

test.each([
  ["it is not JSON", "{"],
  ["quorum: must be 1 or more; witnesses: name at least one witness", { quorum: 0, witnesses: [] }],
  ["witnesses.0.url: must be https", { quorum: 1, witnesses: [{ url: "http://w1", key: "x" }] }],
  ["witnesses.0.key: ", { quorum: 1, witnesses: [{ url, key: "nonsense" }] }],
])("a policy that is wrong is refused in one line: %s", async (says, written) => {
  const folder = await mkdtemp(join(tmpdir(), "witness-policy-"));
  try {
    const file = join(folder, "witnesses.json");
    await writeFile(file, typeof written === "string" ? written : JSON.stringify(written));
    const error = await readWitnessPolicy(file).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(InvalidConfig);
    const { message } = error as InvalidConfig;
    expect(message).toContain(`${file}: ${says}`);
    expect(message.split("\n")).toHaveLength(1);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("a policy that is not there is named", async () => {
  await expect(readWitnessPolicy("/nowhere/witnesses.json")).rejects.toThrow(
    "/nowhere/witnesses.json: it cannot be read (ENOENT)",
  );
});
