import type { Init } from "@talanoa/contract/message-type.ts";
import type { Audience } from "@talanoa/contract/generated/talanoa.ts";
import { expect, test } from "vitest";
import { route } from "./route.ts";
import type { RoutedNotice, Widening } from "./rule.ts";
import { exampleDirectory, exampleNotice } from "./testing/example-world.ts";

interface Sent {
  readonly audience: Init<Audience>;
  /** Those that the notice belongs to: those addressed unless given. */
  readonly operations?: readonly string[];
  readonly widening?: Widening;
}

/** The operations that each is told of who gets a notice of Fiji. */
function toldOf({ audience, operations = audience.operations ?? [], widening }: Sent) {
  const example = { when: "", audience, reader: "", gets: "all" } as const;
  const notice: RoutedNotice = {
    ...exampleNotice({ ...example, ...(widening && { widening }) }),
    operations,
  };
  const delivered = route(notice, exampleDirectory).filter(({ deliver }) => deliver);
  return Object.fromEntries(delivered.map((its) => [its.participant, its.operations]));
}

test("who gets a notice by a joint operation is told by which, and its originator all", () => {
  expect(toldOf({ audience: { operations: ["FJ-AIR", "FJ-SEA"] } })).toEqual({
    FJ: ["FJ-AIR", "FJ-SEA"],
    TO: ["FJ-SEA"],
    NAVY: ["FJ-AIR", "FJ-SEA"],
  });
});

test("who gets it otherwise is not told that it belongs to one", () => {
  const audience = { participants: ["VU", "WS"], operations: ["FJ-SEA"] };
  expect(toldOf({ audience })).toMatchObject({ TO: ["FJ-SEA"], VU: [], WS: [] });
  expect(toldOf({ audience: { allMembers: true, operations: ["FJ-OLD"] } })).toMatchObject({
    FJ: ["FJ-OLD"],
    TO: [],
  });
});

test("a task or a report that names its operation is told of to who is in it", () => {
  const audience = { participants: ["TO", "VU"] };
  expect(toldOf({ audience, operations: ["FJ-SEA"] })).toEqual({
    FJ: ["FJ-SEA"],
    TO: ["FJ-SEA"],
    VU: [],
  });
});

test("who joins later and sees what was sent before is told the operation that it joined", () => {
  const widening = { by: "joining", operation: "FJ-SEA", participant: "WS", at: 2_000 } as const;
  expect(toldOf({ audience: { operations: ["FJ-AIR", "FJ-SEA"] }, widening })).toEqual({
    WS: ["FJ-SEA"],
  });
});

test("who gets it by consent is not told", () => {
  const widening = { by: "consent", participant: "VU", sections: [], at: 2_000 } as const;
  expect(toldOf({ audience: { operations: ["FJ-SEA"] }, widening })).toEqual({ VU: [] });
});
