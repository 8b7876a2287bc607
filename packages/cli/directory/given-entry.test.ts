import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DirectoryEntry } from "@talanoa/contract/generated/talanoa.ts";
import { newSigningKey } from "@talanoa/devstack/ed25519-key.ts";
import { describe, expect, test } from "vitest";
import { keptTerminal } from "../testing/terminal.ts";
import { entriesInFile } from "./entry-file.ts";
import { givenEntry, givenTypes } from "./given-entry.ts";
import { planned } from "./planned.ts";
import { entriesTemplate } from "./template.ts";

const now = Date.UTC(2026, 10, 26, 12);

function standing(value: unknown) {
  const init = givenEntry(value, "test").entry(null, now);
  const entry = DirectoryEntry.decode(DirectoryEntry.encode(init));
  return { entry, revision: 7, changedAt: now };
}

async function inFile(name: string, text: string) {
  await using folder = {
    path: await mkdtemp(join(tmpdir(), "talanoa-entries-")),
    [Symbol.asyncDispose]: () => rm(folder.path, { recursive: true }),
  };
  await writeFile(join(folder.path, name), text);
  return await entriesInFile(name, keptTerminal({ cwd: folder.path }));
}

describe("a file of entries", () => {
  test("is what the template says, with every type", async () => {
    const entries = await inFile("entries.yaml", entriesTemplate);
    expect(new Set(entries.map(({ type }) => type))).toEqual(new Set(givenTypes));
    const plan = planned("add", entries, [], now);
    expect(plan.map(({ name }) => name.split(" ")[0])).toEqual([
      "participant",
      "participant",
      "participant",
      "key",
      "group",
      "principal",
      "agreement",
    ]);
    const [, fiji, partner, key] = plan.map(({ after }) => after);
    expect(fiji!.participant).toMatchObject({ id: "FJ", latitude: -18.141 });
    expect(partner!.participant).toMatchObject({ id: "REGPOL", sponsor: "FJ" });
    expect(key!.key!.validity).toEqual({
      from: Date.UTC(2026, 0, 1),
      until: Date.UTC(2028, 0, 1),
    });
  });

  test("may be JSON, JSON lines, or YAML of several documents", async () => {
    const one = { group: "A", name: "a" };
    const other = { group: "B", name: "b" };
    for (const [name, text] of [
      ["list.json", JSON.stringify([one, other])],
      ["lines.jsonl", `${JSON.stringify(one)}\n${JSON.stringify(other)}\n`],
      ["documents.yaml", "group: A\nname: a\n---\ngroup: B\nname: b\n"],
    ] as const)
      expect((await inFile(name, text)).map(({ id }) => id)).toEqual(["A", "B"]);
  });

  test.each([
    ["group: A\nnmae: a", "nmae: there is no such field; did you mean name?"],
    ["participant: FJ\ntype: membr", "type: give member, secretariat, partner"],
    ["participant: FJ\nmembership: [{ from: yesterday }]", "membership[0].from: give a day"],
    ["participant: NO\nlatitude: north", "latitude: give degrees"],
    ["principal: 17", "principal: give a text"],
    ["- group: A\n- 5", "it is not said what this is"],
    ["operation: NZ-X", "it is not said what this is"],
    ["[]", "has no entry in it"],
    ["group: [", "is not YAML"],
  ])("names what is wrong in %j", async (text, fault) => {
    await expect(inFile("entries.yaml", text)).rejects.toSatisfy(
      (error: Error & { advice: string }) => `${error.message}\n${error.advice}`.includes(fault),
    );
  });

  test("holds no private key", () => {
    const { d, x } = newSigningKey();
    const key = JSON.stringify({ kty: "OKP", crv: "Ed25519", x, d });
    expect(() => givenEntry({ key, participant: "FJ" }, "test")).toThrow("this is a private key");
  });
});

describe("a plan", () => {
  test("is refused for what is written twice, and for what is to be changed and is not there", () => {
    const group = givenEntry({ group: "A", name: "a" }, "test");
    expect(() => planned("add", [group, group], [], now)).toThrow("group A is written twice");
    expect(() => planned("change", [group], [], now)).toThrow("the directory has no group A");
    const key = givenEntry({ key: "0".repeat(32) }, "test");
    expect(() => planned("add", [key], [], now)).toThrow("the id of a key that the directory");
  });

  test("tries an end as if it had come before the time that the hub looks at", () => {
    const { x, kid } = newSigningKey();
    const stands = standing({ key: x, participant: "FJ", from: "2020-01-01" });
    const ended = givenEntry({ key: kid, until: "2026-11-26T12:00Z" }, "test");
    const [plan] = planned("change", [ended], [stands], now);
    expect(plan!.after.key!.validity!.until).toBe(now);
    expect(plan!.tried.key!.validity!.until).toBe(now - 30 * 86_400_000);
    expect(plan!.revision).toBe(7);
    expect(plan!.fields.map(({ field }) => field)).toEqual(["validity.until"]);
  });
});
