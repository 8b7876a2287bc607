import { Purpose } from "@talanoa/contract/generated/talanoa.ts";
import { expect, test } from "vitest";
import { type Store, unfailing } from "./browser-store.ts";
import { forgetReason, keepReason, keptReason } from "./kept-reason.ts";

/** A window's storage. */
function storageOf(kept = new Map<string, string>()): Store {
  return {
    getItem: (place) => kept.get(place) ?? null,
    setItem: (place, text) => void kept.set(place, text),
    removeItem: (place) => void kept.delete(place),
  };
}

const reason = { purpose: Purpose.AUDIT, caseNumber: "FJ-2026-1" };

test("why the log is read is asked once a sitting of one person", () => {
  const storage = storageOf();
  expect(keptReason("fj-auditor", storage)).toBeNull();
  keepReason("fj-auditor", reason, storage);
  expect(keptReason("fj-auditor", storage)).toEqual(reason);
  expect(keptReason("to-auditor", storage)).toBeNull();
  forgetReason(storage);
  expect(keptReason("fj-auditor", storage)).toBeNull();
});

test("what somebody else wrote into the storage, and a storage that is barred, are no reason", () => {
  for (const text of ["{", "7", '{"principal":"fj-auditor","purpose":"x","caseNumber":""}']) {
    const storage = { ...storageOf(), getItem: () => text };
    expect(keptReason("fj-auditor", storage)).toBeNull();
  }
  const storage = unfailing(() => {
    throw new Error("barred");
  });
  keepReason("fj-auditor", reason, storage);
  expect(keptReason("fj-auditor", storage)).toBeNull();
  forgetReason(storage);
});
