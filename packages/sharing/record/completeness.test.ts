import { type Record, RecordCommon, RecordPart } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkAnswer } from "./answer-check.ts";
import { type Beginning, RecordsCheck } from "./completeness.ts";
import { placesOfNotice } from "./notice-places.ts";
import { checkNumbers } from "./numbering.ts";
import { rowMatches, type SeenRecord } from "./row-filter.ts";
import { anyRecord, participants } from "./testing/any-record.ts";
import { logged } from "./testing/logged.ts";

const start = { from: 0, fromIndex: 0 };

/** A log of records, with heads after every seventh, as a reader sees it. */
function seenBy(reader: string | null, records: readonly Init<Record>[]): SeenRecord[] {
  return logged(records, 7).flatMap((entry, index) => {
    const seen = entry.parts.filter(({ party }) => reader === null || party === reader);
    if (reader !== null && seen.length === 0) return [];
    const { step, at } = RecordCommon.decode(entry.common);
    return { index, step, at, parts: seen.map(({ bytes }) => RecordPart.decode(bytes)) };
  });
}

/** The Secretariat is a party, as whoever sees the whole log is. */
const asked = {
  nonce: Buffer.alloc(16),
  participant: "OCO",
  facts: { queried: { question: "query" } },
};
const wholeLog = (records: readonly Init<Record>[]) => seenBy(null, [asked, ...records]);

const log = fc.uniqueArray(anyRecord("accepted", "routed", "released", "queried", "recalled"), {
  minLength: 30,
  maxLength: 60,
  selector: ({ nonce }) => Buffer.from(nonce!).toString("hex"),
});
const [fiji = ""] = participants;

function check(reader: string | null, rows: readonly SeenRecord[], begins: Beginning = start) {
  const records = new RecordsCheck();
  for (const row of rows) records.take(row);
  return records.found(reader, begins);
}

/** Rows as they are shown without the parts of a party at some places. */
function withoutParts(
  rows: readonly SeenRecord[],
  whose: string,
  isAway: (index: number) => boolean,
): SeenRecord[] {
  return rows.map((row) => ({
    ...row,
    parts: row.parts.filter(({ party }) => party !== whose || !isAway(row.index)),
  }));
}

describe("whether all records are there", () => {
  test("is told of a party's own, up to its last heads, and of the whole log", () => {
    fc.assert(
      fc.property(log, (records) => {
        const own = seenBy(fiji, records);
        const { party, faults, upTo } = check(fiji, own);
        expect({ party, faults }).toEqual({ party: fiji, faults: [] });
        const last = own.findLast(({ step }) => step === "heads");
        expect(upTo?.index).toBe(last?.index);
        const all = wholeLog(records);
        expect(check("OCO", all)).toMatchObject({
          party: null,
          faults: [],
          span: [0, all.at(-1)!.index],
          upTo: { index: all.findLast(({ step }) => step === "heads")!.index },
        });
      }),
    );
  });

  test("is not, when any one but the last is missing, has another place, or another number", () => {
    fc.assert(
      fc.property(log, fc.nat(), fc.boolean(), (records, which, all) => {
        const rows = all ? wholeLog(records) : seenBy(fiji, records);
        const reader = all ? "OCO" : fiji;
        fc.pre(rows.length > 2);
        const place = which % (rows.length - 1);
        expect(check(reader, rows.toSpliced(place, 1)).faults).not.toEqual([]);
        const moved = { ...rows[place]!, index: rows[place + 1]!.index };
        expect(check(reader, rows.with(place, moved)).faults).not.toEqual([]);
      }),
    );
  });

  test("is not of the whole log, when a party's parts are left away from some entry on", () => {
    fc.assert(
      fc.property(log, fc.nat(), (records, which) => {
        const rows = wholeLog(records);
        const heads = rows.findLast(({ step }) => step === "heads")!.index;
        const own = seenBy(fiji, [asked, ...records]).filter(
          ({ step, index }) => step !== "heads" && index < heads,
        );
        fc.pre(own.length > 1);
        const last = own[which % (own.length - 1)]!.index;
        const cut = withoutParts(rows, fiji, (index) => index > last);
        expect(check("OCO", cut).faults).toEqual([
          `the records of ${fiji} behind entry ${last} are not shown to end`,
        ]);
      }),
    );
  });

  test("is not of the whole log, when the first parts of a party are left away", () => {
    fc.assert(
      fc.property(log, fc.nat(), fc.nat(), (records, which, from) => {
        const rows = wholeLog(records);
        const own = seenBy(fiji, [asked, ...records]);
        fc.pre(own.length > 1);
        const first = own[1 + (which % (own.length - 1))]!.index;
        const cut = withoutParts(rows, fiji, (index) => index < first);
        const missing = [`the records of ${fiji} before entry ${first} are missing`];
        expect(check("OCO", cut).faults).toEqual(missing);
        // From any entry on, they may begin behind those that are not looked at.
        const begin = from % rows.length;
        const stretch = { from: 0, fromIndex: begin + 1 };
        expect(check("OCO", rows.slice(begin), stretch).faults).not.toContain(missing[0]);
        const before = own.findLast(({ index }) => index < first)!.index;
        const kept = cut.slice(Math.min(begin, before));
        expect(check("OCO", kept, stretch).faults).toContain(missing[0]);
      }),
    );
  });

  test("is told to each reader as that reader, whatever is shown", () => {
    fc.assert(
      fc.property(log, (records) => {
        const rows = wholeLog(records);
        const [{ index }] = rows as [SeenRecord];
        const others = withoutParts(rows, fiji, () => true);
        for (const shown of [rows, others, seenBy("OCO", [asked, ...records])])
          expect(check(fiji, shown)).toMatchObject({
            party: fiji,
            faults: expect.arrayContaining([
              `entry ${index} is not shown as a record of ${fiji} alone`,
            ]),
          });
        expect(check(fiji, others).upTo).toBe(null);
        const own = seenBy(fiji, [asked, ...records]);
        fc.pre(own.length > 1);
        const mixed = own.with(1, { ...own[1]!, parts: [] });
        expect(check(fiji, mixed).faults).toContain(
          `entry ${own[1]!.index} is not shown as a record of ${fiji} alone`,
        );
        const secretariats = check("OCO", seenBy("OCO", [asked, ...records]));
        expect(secretariats.party).toBe(null);
        expect(secretariats.faults).not.toEqual([]);
        expect(
          check(
            "OCO",
            withoutParts(rows, "OCO", () => true),
          ).faults,
        ).toEqual(["no record of OCO is shown, and none of how far they go"]);
      }),
    );
  });

  test("is told of the whole log, whoever was refused that the directory does not know", () => {
    const refused = { rules: [], door: "publish", code: "permission-denied", count: 1 };
    const nobody = { nonce: Buffer.alloc(16, 1), participant: "NOBODY", facts: { refused } };
    const accepted = fc.sample(anyRecord("accepted"), { numRuns: 6, seed: 1 });
    const rows = wholeLog([nobody, ...accepted]);
    const unknown = withoutParts(rows, "NOBODY", (index) => rows[index]!.step !== "refused");
    expect(check("OCO", unknown).faults).toEqual([]);
  });

  test("is told from any record on, but not where the records before it are asked for", () => {
    fc.assert(
      fc.property(log, (records) => {
        const rows = seenBy(fiji, records).slice(3);
        fc.pre(rows.length > 0);
        const { index } = rows[0]!;
        const anywhere = new RecordsCheck();
        for (const row of rows) anywhere.take(row);
        expect(anywhere.found(null)).toMatchObject({ party: fiji, faults: [] });
        expect(check(fiji, rows, { from: 0, fromIndex: index + 1 }).faults).toEqual([]);
        const before = `the records before entry ${index} are missing`;
        expect(check(fiji, rows, { from: 0, fromIndex: index }).faults).toEqual([before]);
      }),
    );
  });

  test("a record that stands in the log twice, each time with numbers of its own, is told to all who see it", () => {
    fc.assert(
      fc.property(log, anyRecord("accepted"), fc.nat(30), (records, again, where) => {
        const twice = [again, ...records.toSpliced(where, 0, again)];
        const origin = again.participant!;
        for (const { faults } of [
          check("OCO", wholeLog(twice)),
          check(origin, seenBy(origin, twice)),
        ])
          expect(faults).toEqual([
            expect.stringMatching(/^entry \d+ is the record of entry \d+ once more$/),
          ]);
      }),
    );
  });

  test("heads that say less or more than was shown are told", () => {
    const row = { at: 1, head: null };
    const rows = [
      { ...row, index: 4, ordinal: 1, previous: 0 },
      { ...row, index: 9, ordinal: 2, previous: 4 },
    ];
    const heads = { at: 2, index: 12, ordinal: 3, previous: 9 };
    const faultsOf = (ordinal: number, index: number, size = 12) =>
      checkNumbers("FJ", [...rows, { ...heads, head: { size, ordinal, index } }]).faults;
    expect(faultsOf(2, 9)).toEqual([]);
    expect(faultsOf(1, 4)).toEqual([expect.stringContaining("entry 9 is a later one")]);
    expect(faultsOf(1, 4, 9)).toEqual([]);
    expect(faultsOf(2, 8)).toEqual([expect.stringContaining("and entry 9 is")]);
    expect(faultsOf(3, 10)).toEqual([expect.stringContaining("cannot be")]);
  });
});

test("the originator's records of a notice are numbered without a gap, and a missing one is told", () => {
  fc.assert(
    fc.property(log, fc.nat(), (records, which) => {
      const rows = seenBy(fiji, records);
      for (const n of [1, 2, 3, 4]) {
        const notice = { origin: fiji, id: `0198c0de-0000-7000-8000-00000000000${n}` };
        const filter = { notice: { ...notice, version: 0 }, includeExercises: true };
        const trail = rows.filter((row) => rowMatches(filter, row));
        const numbered = placesOfNotice(notice, trail);
        expect(numbered.map(({ index }) => index)).toEqual(trail.map(({ index }) => index));
        const { faults, numbering } = checkNumbers("it", numbered);
        expect([faults, numbering.last]).toEqual([[], trail.length]);
        if (trail.length < 3) continue;
        const without = numbered.toSpliced(1 + (which % (trail.length - 2)), 1);
        expect(checkNumbers("it", without).faults).toEqual([
          expect.stringMatching(/ of it is missing/),
        ]);
      }
    }),
  );
});

describe("an answer", () => {
  const filter = { steps: ["accepted", "routed"], includeExercises: true };

  test("that leaves one out, adds one, or is out of order is told", () => {
    fc.assert(
      fc.property(log, fc.nat(), fc.boolean(), (records, which, descending) => {
        const all = seenBy(fiji, records);
        const ordered = all.filter((row) => rowMatches(filter, row));
        fc.pre(ordered.length > 2 && ordered.length < all.length);
        const matching = ordered.map(({ index }) => index);
        const rows = descending ? ordered.toReversed() : ordered;
        const faults = (shown: readonly SeenRecord[], cut = false) =>
          checkAnswer(
            { matching, last: all.at(-1)!.index },
            { filter, rows: shown, descending, cut },
          );
        expect(faults(rows)).toEqual([]);
        expect(faults(rows.slice(0, 2), true)).toEqual([]);
        expect(faults(rows.slice(0, 2))).toHaveLength(rows.length - 2);
        const place = which % rows.length;
        const missing = `entry ${rows[place]!.index} is missing: it is yours, and is what was asked for`;
        expect(faults(rows.toSpliced(place, 1))).toEqual([missing]);
        expect(faults([rows[1]!, rows[0]!, ...rows.slice(2)])).not.toEqual([]);
        const other = all.find((row) => !matching.includes(row.index))!;
        expect(faults([...rows, other])).toContain(
          `entry ${other.index} is shown, and is not what was asked for`,
        );
      }),
    );
  });
});
