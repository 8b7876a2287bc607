import { StandingEntry } from "@talanoa/contract/generated/talanoa.ts";
import { expect, test } from "vitest";
import { keyStanding } from "./key-standing.ts";

const entryOf = (key: object) => StandingEntry.decode(StandingEntry.encode({ entry: { key } }));
const asked = { keyId: "k1", participant: "FJ", now: 1_000 };

test("a key is enrolled while it is valid, revoked after, and not there before it is entered", () => {
  const key = { id: "k1", participant: "FJ", validity: { from: 500, until: 2_000 } };
  expect(keyStanding([entryOf(key)], asked)).toBe("enrolled");
  expect(keyStanding([entryOf(key)], { ...asked, now: 2_000 })).toBe("revoked");
  expect(keyStanding([], asked)).toBe("not-yet");
  expect(keyStanding([entryOf({ ...key, id: "k2" })], asked)).toBe("not-yet");
});

test("a key of another participant is none of one's own", () => {
  const key = { id: "k1", participant: "NZ", validity: { from: 500, until: 0 } };
  expect(keyStanding([entryOf(key)], asked)).toBe("not-yet");
});
