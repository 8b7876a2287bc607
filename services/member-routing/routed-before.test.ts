import { randomUUID } from "node:crypto";
import { Precedence } from "@talanoa/contract/generated/talanoa.ts";
import { STORED_AT } from "@talanoa/contract/records.ts";
import { subjects } from "@talanoa/contract/subjects.ts";
import { openTestHub, type TestHub } from "@talanoa/platform/testing/hub.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { routedBefore } from "./routed-before.ts";

let hub: TestHub;
beforeAll(async () => {
  hub = await openTestHub();
});
afterAll(() => hub?.[Symbol.asyncDispose]());

async function put(subject: string, headers: Record<string, string> = {}) {
  const expect = { lastSequence: 0 };
  await hub.committer.commit([{ subject, payload: new Uint8Array(), headers, expect }]);
  return (await hub.stored(subject))[0]!;
}

test("what was put back is routed again only when its marker is lacking", async () => {
  const ref = { origin: "FJ", id: randomUUID(), version: 1 };
  const putBack = { [STORED_AT]: "1700000000000" };
  const notice = await put(subjects.notice(Precedence.ROUTINE, ref), putBack);
  const statement = await put(subjects.statement("FJ", ref.id), putBack);
  expect(notice.storedAt).toBe(1_700_000_000_000);
  for (const each of [notice, statement]) expect(await routedBefore(hub.bus, each)).toBe(false);
  await put(subjects.routed(ref, "first"));
  await put(subjects.statementRouted("FJ", ref.id));
  for (const each of [notice, statement]) expect(await routedBefore(hub.bus, each)).toBe(true);
});

test("what was not put back is decided, without a look at its marker", async () => {
  const ref = { origin: "FJ", id: randomUUID(), version: 1 };
  const notice = await put(subjects.notice(Precedence.ROUTINE, ref));
  await put(subjects.routed(ref, "first"));
  expect(await routedBefore(hub.bus, notice)).toBe(false);
});
