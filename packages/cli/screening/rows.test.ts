import {
  Flag,
  FlagState,
  Profile,
  SourcePrecision,
  StatsRow,
} from "@talanoa/contract/generated/talanoa.ts";
import { beforeAll, expect, test, vi } from "vitest";
import { printRows } from "../print.ts";
import { statsCells, statsColumns } from "../log/stats-forms.ts";
import { keptTerminal } from "../testing/terminal.ts";
import { printFlags } from "./flag-rows.ts";
import { printPrecision } from "./precision-rows.ts";
import { printProfiles } from "./profile-rows.ts";

beforeAll(() => vi.stubEnv("TZ", "UTC"));

/** As on a terminal of 80 characters a line. */
function narrow() {
  return { terminal: keptTerminal({ columns: 80 }), options: {} };
}

function linesOf({ terminal }: ReturnType<typeof narrow>): string[] {
  const lines = terminal.written.out.trimEnd().split("\n");
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
  return lines;
}

const flag = Flag.decode(
  Flag.encode({
    id: "019a0000-0000-7000-8000-00006fae1ca3",
    state: FlagState.CONFIRMED,
    grade: "A",
    surname: "HOLCOMBE",
    givenNames: "LORELEI",
    birthDate: "1998-12-08",
    documentNumber: "LA0123456",
    flight: "FJ411",
    departure: "2026-11-28T13:30",
    itinerary: ["AKL", "NAN"],
    watchlist: "wanted",
    listedName: "Lorelei Holcombe",
    noticeState: 1,
  }),
);

test("a flag is told whole in 80 columns", async () => {
  const shown = narrow();
  await printFlags(shown, [flag], "");
  expect(linesOf(shown)).toMatchInlineSnapshot(`
    [
      "flag      state      grade  traveller         born        document   flight",
      "6fae1ca3  confirmed  A      HOLCOMBE/LORELEI  1998-12-08  LA0123456  FJ411",
      "  departs 2026-11-28 13:30 · route AKL–NAN · found by wanted: Lorelei Holcombe",
      "  told waiting",
    ]
  `);
});

test("a version of a profile is told whole in 80 columns", async () => {
  const profile = { id: "first-trip-cash", version: 3, state: "active", grade: "C" };
  const by = {
    savedAt: Date.UTC(2026, 10, 26),
    savedBy: "nz-publisher",
    activatedBy: "nz-liaison",
  };
  const shown = narrow();
  await printProfiles(shown, [Profile.decode(Profile.encode({ ...profile, ...by }))]);
  expect(linesOf(shown)).toMatchInlineSnapshot(`
    [
      "profile          version  state   grade  told            saved",
      "first-trip-cash        3  active  C      once confirmed  2026-11-26 00:00:00Z",
      "  by nz-publisher · activated by nz-liaison",
    ]
  `);
});

test("what came of a profile's flags is told whole in 80 columns", async () => {
  const raised = {
    profile: "first-trip-cash",
    version: 3,
    raised: 120,
    confirmed: 80,
    dismissed: 30,
  };
  const checks = { checked: 60, checkConfirmed: 2, checkFalse: 50, checkNothingFound: 8 };
  const source = { ...raised, ...checks, checkUnsaid: 20, withdrawn: 10, retire: true };
  const shown = narrow();
  await printPrecision(shown, [SourcePrecision.decode(SourcePrecision.encode(source))], "");
  expect(linesOf(shown)).toMatchInlineSnapshot(`
    [
      "found by         version  raised  checked  right  precision",
      "first-trip-cash        3     120       60      2        3 %",
      "  seldom right: retire it? · false 50 · nothing 8 · not said 20 · confirmed 80",
      "  dismissed 30 · withdrawn 10",
    ]
  `);
});

test("figures of the log are told whole in 80 columns", async () => {
  const causes = [
    { cause: "operation", count: 1 },
    { cause: "time-of-issue", count: 2 },
  ];
  const times = { count: 9, median: 1_340, p95: 250_000 };
  const row = StatsRow.decode(
    StatsRow.encode({ participant: "FJ", received: 9, refused: 3, causes, toReceived: times }),
  );
  const shown = narrow();
  await printRows(shown, [row], {
    columns: statsColumns,
    cells: (each) => statsCells(each, 0),
    json: () => null,
    none: "",
  });
  expect(linesOf(shown)).toMatchInlineSnapshot(`
    [
      "period  participant  published  received  acknowledged  refused  for",
      "all     FJ                   0         9             0        3  operation 1,",
      "                                                                 time-of-issue 2",
      "  asked 0 · answered 0 · received after (median, p95) 1.3 s, 4 min 10 s",
    ]
  `);
});
