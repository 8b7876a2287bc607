import { expect, test } from "vitest";
import { readKeys } from "./keys-file.ts";
import { UsageError } from "./usage-error.ts";

const key = {
  id: "ab",
  participant: "FJ",
  use: "sign",
  public_key: Buffer.alloc(32, 1).toString("base64url"),
  from: "2025-01-01T00:00:00.000Z",
  until: null,
  kinds: ["alert"],
  suspended: false,
};

test("keys are read as the directory command prints them", () => {
  const receipt = { ...key, id: "cd", participant: null, use: "receipt", from: null, kinds: [] };
  const { participants, hub } = readKeys(`${JSON.stringify(key)}\n${JSON.stringify(receipt)}\n`);
  expect(participants).toEqual([
    {
      id: "ab",
      participant: "FJ",
      publicKey: Buffer.alloc(32, 1),
      validity: { from: Date.UTC(2025, 0, 1), until: 0 },
      kinds: [1],
      suspended: false,
    },
  ]);
  expect(hub.get("cd")).toEqual(Buffer.alloc(32, 1));
});

test.each([
  ["text", "keys"],
  ["a short key", JSON.stringify({ ...key, public_key: "AAAA" })],
  ["a time that is none", JSON.stringify({ ...key, from: "soon" })],
  ["a kind that is none", JSON.stringify({ ...key, kinds: ["rumour"] })],
])("%s is refused by its line", (_, line) => {
  expect(() => readKeys(`${JSON.stringify(key)}\n${line}`)).toThrow(UsageError);
  expect(() => readKeys(`${JSON.stringify(key)}\n${line}`)).toThrow("line 2");
});
