import { refText } from "@talanoa/client/publication.ts";
import type { Outbox } from "@talanoa/client/outbox.ts";
import { expect, test } from "vitest";
import { readRef } from "./notice-ref.ts";
import { type OutboxRow, outboxRows, reasonText, rowNamed } from "./outbox-rows.ts";

const row = (id: string, state: OutboxRow["state"] = "refused") => {
  const ref = { origin: "FJ", id, version: 1 };
  const entry = { ref, sealed: new Uint8Array(1), digest: new Uint8Array(32) };
  return { name: `FJ/${id}/1`, ref, state, at: 0, bytes: 1, refusal: null, entry };
};
const one = row("0190a0b0-0000-7000-8000-0000000000a1");
const other = row("0190a0b0-0000-7000-8000-0000000000b2", "waiting");

test("a reason says each thing once", () => {
  const violation = { field: "title", rule: "title-required", description: "Give a title." };
  const refusal = { at: 1, code: "invalid-argument" as const, violations: [violation] };
  const said = "title: Give a title. (title-required)";
  expect(reasonText({ ...refusal, message: "title: Give a title." })).toBe(said);
  expect(reasonText({ ...refusal, message: "" })).toBe(said);
  expect(reasonText({ ...refusal, message: "no" })).toBe(`no; ${said}`);
  expect(reasonText({ ...refusal, message: "no", violations: [] })).toBe("no");
});

test("a notice in the outbox is named whole or by a part of its id", () => {
  const damaged = { ...one, name: "damaged", ref: null };
  for (const text of ["FJ/0190a0b0-0000-7000-8000-0000000000a1/1", "FJ/000000a1", "00a1"])
    expect(rowNamed([damaged, other, one], readRef(text))).toBe(one);
  for (const text of ["FJ/0190a0b0-0000-7000-8000-0000000000a1/2", "TO/000000a1", "ffff"])
    expect(() => rowNamed([one, other], readRef(text))).toThrow("no such notice");
  expect(() => rowNamed([one, other], readRef("0190a0b0"))).toThrow("several notices");
});

test("a notice that was refused and waits again is listed once, as one that waits", async () => {
  const refusal = { at: 1, code: "conflict" as const, message: "no", violations: [] };
  const [its, others] = [one.ref, other.ref];
  const outbox = {
    waiting: async () => [{ ref: its, sealed: new Uint8Array(1), digest: new Uint8Array(32) }],
    refused: async () =>
      [its, others].map((ref) => ({ name: refText(ref), ref, bytes: 1, refusal })),
  } as Partial<Outbox> as Outbox;
  const rows = await outboxRows(outbox);
  expect(rows.map(({ name, state }) => [name, state])).toEqual([
    [refText(its), "waiting"],
    [refText(others), "refused"],
  ]);
});
