import { ScrubResponse } from "@talanoa/contract/generated/talanoa.ts";
import { expect, test } from "vitest";
import { scrubJson, scrubLines } from "./scrub.ts";
import { keptTerminal } from "../testing/terminal.ts";

const sums = {
  entries: 512,
  of: 2_000,
  archived: 0,
  tiles: 2,
  rows: 1_400,
  records: 512,
  checkpoint: 500,
};
const difference = {
  table: "parts",
  index: 700,
  column: "step",
  says: "the row of entry 700 for FJ has another step than its record\u001b[2J",
  next: "Keep the database as it is.",
};
const read = (its: Parameters<typeof ScrubResponse.encode>[0]) =>
  ScrubResponse.decode(ScrubResponse.encode(its));

test("a clean scrub says what was checked, up to which checkpoint", () => {
  const lines = scrubLines(read({ ...sums, done: true }), { terminal: keptTerminal() });
  expect(lines).toEqual([
    "Clean: 512 entries, 2 tiles and 1400 rows are what the records say, up to the checkpoint of 500.",
    "512 records compared with the stream: there as in the log.",
  ]);
  expect(scrubJson(read({ ...sums, done: true }))).toMatchObject({ clean: true, ...sums });
  const shortened = scrubLines(read({ ...sums, archived: 256 }), { terminal: keptTerminal() });
  expect(shortened[2]).toBe(
    "Of what stands in archives, the first 256 entries, the hashes alone were looked at.",
  );
});

test("a scrub that compared fewer records with the stream than there are entries says so", () => {
  const linesOf = (records: number) =>
    scrubLines(read({ ...sums, records, done: true }), { terminal: keptTerminal() });
  expect(linesOf(0)[1]).toBe(
    "None of 512 records was compared with the stream, which begins behind them.",
  );
  expect(linesOf(500)[1]).toBe(
    "500 records compared with the stream: there as in the log. Not compared, as the stream begins behind them: 12.",
  );
});

test("a difference says where and what to do, and cannot steer the terminal", () => {
  const answer = read({ ...sums, done: true, difference });
  const lines = scrubLines(answer, { terminal: keptTerminal() });
  expect(lines[0]).toMatch(/^DIFFERENT: the row of entry 700 .*\(parts step 700\)\.$/);
  expect(lines[2]).toBe("Keep the database as it is.");
  expect(lines.join("")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(scrubJson(answer)).toMatchObject({
    clean: false,
    difference: { table: "parts", index: 700 },
  });
});
