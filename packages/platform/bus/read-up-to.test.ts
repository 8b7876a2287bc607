import { EXCHANGE, subjects } from "@talanoa/contract/subjects.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestHub, type TestHub } from "../testing/hub.ts";
import { lastOf, readUpTo } from "./read-up-to.ts";

let hub: TestHub;
const { signal } = new AbortController();

beforeAll(async () => {
  hub = await openTestHub();
});
afterAll(async () => {
  await hub?.[Symbol.asyncDispose]();
});

test("what stands is read to its end also while the newest message is erased", async () => {
  const { bus, committer } = hub;
  expect(await lastOf(bus, { filters: [], signal })).toBe(0);
  const stored: number[] = [];
  for (const id of ["one", "two", "three"]) {
    const subject = subjects.statement("FJ", id);
    const message = { subject, payload: new Uint8Array(1), expect: { lastSequence: 0 } };
    stored.push((await committer.commit([message])).firstSequence);
  }
  const read = async () => {
    const messages = readUpTo(bus, { filters: [], startSequence: 1, signal });
    return (await Array.fromAsync(messages)).map(({ sequence }) => sequence);
  };
  expect(await read()).toEqual(stored);
  const newest = { seq: stored.at(-1) };
  await bus.request(`${bus.api}.STREAM.MSG.DELETE.${EXCHANGE}`, JSON.stringify(newest));
  expect(await read()).toEqual(stored.slice(0, -1));
  const filters = [subjects.statement("FJ", "one"), subjects.statement("FJ", "two")];
  expect(await lastOf(bus, { filters, signal })).toBe(stored[1]);
});
