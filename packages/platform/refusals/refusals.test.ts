import type { Init } from "@talanoa/contract/message-type.ts";
import type { RefusedFacts } from "@talanoa/contract/generated/talanoa.ts";
import { expect, test } from "vitest";
import { openRefusals, type RefusalsOptions } from "./refusals.ts";

const asker = { participant: "TO", principal: "to-publisher", address: "192.0.2.1" };
const lost = () => expect.unreachable();

/** What is recorded of refusals for these rules, in this order, by the time that all is. */
async function recorded(
  all: readonly (readonly string[])[],
  store: RefusalsOptions["store"] = async () => {},
): Promise<Init<RefusedFacts>[]> {
  const records: Init<RefusedFacts>[] = [];
  const keep: RefusalsOptions["store"] = async (record) => {
    await store(record);
    records.push(record.facts!.refused!);
  };
  {
    await using refusals = openRefusals({ store: keep, onLost: lost });
    for (const rules of all) {
      const named = rules.map((rule) => ({ field: "notice", rule }));
      refusals.refused(asker, { door: "publish", code: "invalid-argument", rules: named });
    }
  }
  return records;
}

const shape = ({ rules, count }: Init<RefusedFacts>) => [rules!.map(({ rule }) => rule), count];

test("refusals of one minute have a record for each reason, with how many it had", async () => {
  const records = await recorded([["title"], ["title"], ["title", "time"], ["key"], ["title"]]);
  expect(records.map(shape)).toEqual([
    [["title"], 1],
    [["title"], 2],
    [["title", "time"], 1],
    [["key"], 1],
  ]);
});

test("however many reasons there are, the records are few and count all refusals", async () => {
  const records = await recorded(Array.from({ length: 1_000 }, (_, i) => [`rule-${i}`]));
  expect(records).toHaveLength(10);
  expect(records.reduce((sum, { count }) => sum + count!, 0)).toBe(1_000);
});

test("a refusal that could not be stored is counted in the next record for its reason", async () => {
  let times = 0;
  const records = await recorded([["title"], ["title"], ["key"]], async () => {
    if ((times += 1) === 1) throw new Error("away");
  });
  expect(records.map(shape)).toEqual([
    [["title"], 2],
    [["key"], 1],
  ]);
});
