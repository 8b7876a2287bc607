import { type LogEntry, readRow } from "@talanoa/client/log.ts";
import { RecordCommon, RecordPart } from "@talanoa/contract/generated/talanoa.ts";
import { describe, expect, test } from "vitest";
import { entriesCsv, entriesJson } from "./export-entries.ts";
import { timelineOf } from "./timeline.ts";
import { boundedQuestion, otherThan } from "./verify-answer.ts";

function entry(index: number, at = index + 1, step = "opened"): LogEntry {
  const common = RecordCommon.encode({ step, at });
  return readRow({ index, common, parts: [], entry: new Uint8Array([1, index]), altered: false });
}

describe("what is shown", () => {
  test("is bounded by its newest entry, so that what is logged meanwhile changes nothing", () => {
    const entries = [entry(9), entry(4)];
    const newest = { descending: true, participant: "FJ" };
    expect(boundedQuestion({ question: newest, entries })).toEqual({ ...newest, untilIndex: 10 });
    expect(boundedQuestion({ question: newest, entries: [] })).toEqual(newest);
    const oldest = { descending: false, untilIndex: 50 };
    expect(boundedQuestion({ question: oldest, entries: entries.toReversed() })).toEqual(oldest);
  });

  test("is a fault when the log shows another entry in its place, or none", () => {
    const shown = [entry(9), entry(4)];
    expect(otherThan(shown, [entry(9), entry(4), entry(3)])).toEqual([]);
    const other = { ...entry(9), row: { ...entry(9).row, entry: new Uint8Array([1, 8]) } };
    expect(otherThan(shown, [other])).toEqual([
      "entry 9 was shown, and the log shows another now",
      "entry 4 was shown, and the log shows another now",
    ]);
  });

  test("is a fault when it says of an entry what the log does not say now", () => {
    const now = [entry(9), entry(4)];
    const { row } = now[0]!;
    const part = RecordPart.encode({ party: "FJ", ordinal: 1 });
    for (const changed of [
      { common: RecordCommon.encode({ step: "opened", at: 11 }) },
      { parts: [part] },
      { altered: true },
    ])
      expect(otherThan([readRow({ ...row, ...changed }), now[1]!], now)).toEqual([
        "entry 9 was shown, and the log shows another now",
      ]);
    const own = { ...now[0]!, row: { ...row, parts: [part] } };
    expect(otherThan([own], [own])).toEqual([]);
    const other = { ...own, row: { ...row, parts: [RecordPart.encode({ party: "FJ" })] } };
    expect(otherThan([other], [own])).toHaveLength(1);
  });

  test("stands by day in the order in which it came", () => {
    const [morning, evening] = [Date.UTC(2026, 10, 26, 3), Date.UTC(2026, 10, 26, 23)];
    const days = timelineOf([
      entry(2, Date.UTC(2026, 10, 27)),
      entry(1, evening),
      entry(0, morning),
    ]);
    expect(days.map(({ day, entries }) => [day, entries.map(({ index }) => index)])).toEqual([
      ["2026-11-27", [2]],
      ["2026-11-26", [1, 0]],
    ]);
  });

  test("goes into a file as the commands write it, and no cell is a formula", () => {
    const entries = [entry(3, Date.UTC(2026, 10, 26), "=1+1")];
    expect(entriesCsv(entries).split("\r\n")).toEqual([
      "index,time,step,participant,principal,exercise,notices,what,state",
      "3,2026-11-26T00:00:00.000Z,'=1+1,,,no,,,",
      "",
    ]);
    expect(
      entriesJson(entries)
        .split("\n")
        .filter(Boolean)
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { index: 3, step: "=1+1", at: "2026-11-26T00:00:00.000Z", parts: [], entry: "AQM=" },
    ]);
  });
});
