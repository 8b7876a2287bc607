import { Record } from "@talanoa/contract/generated/talanoa.ts";
import {
  MAX_RECORD_HEADER,
  recordBytes,
  recordHeader,
} from "@talanoa/platform/bus/record-header.ts";
import { RECORD_HEADER } from "@talanoa/contract/records.ts";
import { describe, expect, test } from "vitest";
import {
  largeDecision,
  longestNames,
  recordOfDecision,
  seeded,
  usualNames,
} from "./testing/large-decision.ts";

const counts = [25, 50, 100, 400];
const ways = ["by-operations", "by-name", "by-consent"] as const;

// Decision 0005 has the figures.
describe.each([
  ["usual names", () => usualNames],
  ["the longest names", longestNames],
])("the decision on the largest notice, with %s,", (_, naming) => {
  test.each(counts)("fits the header of its record, whole, among %i participants", (count) => {
    for (const goes of ways) {
      const chance = seeded(count);
      const decisions = largeDecision({ participants: count, names: naming(chance), chance, goes });
      expect(decisions.filter(({ deliver }) => deliver)).toHaveLength(count);
      const record = recordOfDecision(decisions);
      const header = recordHeader(record)[RECORD_HEADER];
      expect(header.length).toBeLessThanOrEqual(MAX_RECORD_HEADER);
      expect(Buffer.compare(recordBytes(header), Record.encode(record))).toBe(0);
    }
  });
});
