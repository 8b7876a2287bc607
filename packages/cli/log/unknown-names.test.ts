import type { HubClient } from "@talanoa/client/connect.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { expect, test } from "vitest";
import { keptTerminal } from "../testing/terminal.ts";
import { sayUnknown } from "./unknown-names.ts";

const entries = [
  { entry: { participant: { id: "FJ" } } },
  { entry: { participant: { id: "NZ" } } },
  { entry: { principal: { id: "fj-auditor" } } },
];
const hub = {
  call: async (_: unknown, { type }: { type: "participant" | "principal" }) => ({
    entries: entries.filter(({ entry }) => type in entry),
  }),
} as unknown as HubClient;
const away = {
  call: () => Promise.reject(new HubError("unavailable", "away")),
} as unknown as HubClient;

async function said(asked: Parameters<typeof sayUnknown>[2], from = hub): Promise<string> {
  const terminal = keptTerminal();
  await sayUnknown({ terminal, signal: new AbortController().signal }, from, asked);
  return terminal.written.err;
}

test("a name that the directory does not show is said to be none, and the one that was meant", async () => {
  expect(await said({ participant: "XX" })).toMatch(/^XX is no participant that the directory/);
  expect(await said({ principal: "fj-auditr" })).toContain("Did you mean fj-auditor?");
  expect(await said({ participant: "NZ", principal: "fj-auditor" })).toBe("");
  expect(await said({})).toBe("");
});

test("without the directory nothing is said", async () => {
  expect(await said({ participant: "XX" }, away)).toBe("");
});
