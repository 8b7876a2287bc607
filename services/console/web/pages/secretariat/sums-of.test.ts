import { ParticipantDecision } from "@talanoa/contract/generated/talanoa.ts";
import { expect, test } from "vitest";
import { sumsOf } from "./sums-of.ts";

const decision = (deliver: boolean, rule: string, ...parts: string[]) =>
  ParticipantDecision.decode(
    ParticipantDecision.encode({
      participant: "TV",
      deliver,
      rule,
      withheld: parts.map((each) => ({ rule: each })),
    }),
  );

test("decisions that differ for the same reasons are counted together, the most first", () => {
  const out = decision(false, "not-a-member");
  const changes = [
    { before: decision(true, "named"), after: out },
    { before: decision(true, "sub-region"), after: out },
    { before: decision(true, "sub-region"), after: decision(false, "not-a-member") },
    // That less was delivered before is another reason.
    { before: decision(true, "sub-region", "no-agreement"), after: out },
    { before: null, after: decision(true, "named") },
  ];
  const sums = sumsOf(changes);
  expect(sums.map(({ count }) => count)).toEqual([2, 1, 1, 1]);
  expect(sums[0]).toMatchObject({ before: { rule: "sub-region" }, after: { deliver: false } });
  expect(sums.at(-1)?.before).toBeNull();
  expect(sumsOf([])).toEqual([]);
});
