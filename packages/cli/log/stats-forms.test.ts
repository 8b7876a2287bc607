import { StatsPeriod, StatsRow } from "@talanoa/contract/generated/talanoa.ts";
import { expect, test } from "vitest";
import { csv } from "@talanoa/sharing/text/csv.ts";
import { periodName } from "@talanoa/sharing/record/period-name.ts";
import { statsCells, statsCsvColumns, statsCsvRow, statsJson } from "./stats-forms.ts";
import { took } from "@talanoa/contract/took.ts";

test("a week has the name that ISO 8601 gives it, also where the year turns", () => {
  const name = periodName[StatsPeriod.WEEK];
  expect(name(Date.UTC(2025, 11, 29))).toBe("2026-W01");
  expect(name(Date.UTC(2026, 11, 28))).toBe("2026-W53");
  expect(name(Date.UTC(2027, 0, 4))).toBe("2027-W01");
  expect(periodName[StatsPeriod.MONTH](Date.UTC(2026, 1, 1))).toBe("2026-02");
});

test("a duration is said in the two units that matter", () => {
  const said = [0, 1_340, 59_999, 60_000, 250_000, 3_600_000, 97_200_000].map((each) => took(each));
  expect(said).toEqual(["0.0 s", "1.3 s", "60.0 s", "1 min", "4 min 10 s", "1 h", "1 d 3 h"]);
});

test("what was not measured is empty, not 0, and who has no name is said to have none", () => {
  const row = StatsRow.decode(
    StatsRow.encode({ refused: 3, causes: [{ cause: "=title", count: 3 }], toReceived: {} }),
  );
  expect(statsCells(row, 0)).toContain("(nobody known)");
  expect(statsJson(row, 0)).toMatchObject({ to_received: null, refused_for: { "=title": 3 } });
  const text = csv([statsCsvColumns, statsCsvRow(row, 0)]);
  expect(text.split("\r\n")[1]).toBe(",,0,0,0,,,0,0,,,0,0,3,'=title=3");
});
