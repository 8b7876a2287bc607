import { Precedence } from "@talanoa/contract/generated/talanoa.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { recallLine } from "./feed-line.ts";
import { inOrder, staysOnTop } from "./feed-order.ts";
import { noticeOf, statementOf } from "./testing/lines.ts";

const { ROUTINE, PRIORITY, IMMEDIATE, FLASH } = Precedence;
const own = "TO";
const shown = (lines: Parameters<typeof inOrder>[0]) =>
  inOrder(lines, own).map(({ key }) => key.replace("FJ/", ""));

describe("the order of a feed", () => {
  test("has what is flash, then immediate and not acknowledged on top, however old it is", () => {
    expect(
      shown([
        noticeOf({ id: "new", at: 9 }),
        noticeOf({ id: "priority", at: 8, precedence: PRIORITY }),
        noticeOf({ id: "immediate", at: 3, precedence: IMMEDIATE }),
        noticeOf({ id: "flash", at: 1, precedence: FLASH }),
        noticeOf({ id: "newer-flash", at: 2, precedence: FLASH }),
      ]),
    ).toEqual(["newer-flash", "flash", "immediate", "new", "priority"]);
  });

  test("goes by time once it is acknowledged", () => {
    expect(
      shown([
        noticeOf({ id: "new", at: 9 }),
        noticeOf({ id: "flash", at: 1, precedence: FLASH, acknowledged: true }),
        noticeOf({ id: "old", at: 0 }),
      ]),
    ).toEqual(["new", "flash", "old"]);
  });

  test("puts an exercise below what is real, and keeps nothing of one's own on top", () => {
    const exercise = noticeOf({ id: "exercise", at: 9, precedence: FLASH, exercise: true });
    const immediate = noticeOf({ id: "immediate", at: 1, precedence: IMMEDIATE });
    expect(shown([exercise, immediate, noticeOf({ id: "new", at: 10 })])).toEqual([
      "immediate",
      "exercise",
      "new",
    ]);
    expect(staysOnTop(noticeOf({ id: "a", origin: own, precedence: FLASH }), own)).toBe(false);
  });

  test("has a recall that is open on top, below flash, and one of an exercise below what is real", () => {
    const recall = recallLine({ origin: "FJ", id: "gone" }, { at: 0, exercise: false });
    const practised = recallLine({ origin: "FJ", id: "practised" }, { at: 9, exercise: true });
    const lines = [
      noticeOf({ id: "new", at: 9 }),
      practised,
      noticeOf({ id: "immediate", at: 8, precedence: IMMEDIATE }),
      recall,
      noticeOf({ id: "flash", at: 7, precedence: FLASH }),
    ];
    const order = ["flash", "recall gone", "immediate", "recall practised", "new"];
    expect(shown(lines)).toEqual(order);
    expect(staysOnTop(recall, own)).toBe(true);
  });

  test("has statements among the notices by their time", () => {
    const acknowledged = statementOf("WS", "acknowledged", "a", 5);
    const lines = [noticeOf({ id: "a", at: 4 }), acknowledged, noticeOf({ id: "b", at: 6 })];
    expect(shown(lines)).toEqual(["b", acknowledged.key.replace("FJ/", ""), "a"]);
  });

  test("is the same in whatever order copies come", () => {
    const line = fc
      .record({
        id: fc.constantFrom("a", "b", "c", "d", "e", "f", "g", "h"),
        at: fc.nat(3),
        precedence: fc.constantFrom(ROUTINE, PRIORITY, IMMEDIATE, FLASH),
        exercise: fc.boolean(),
        acknowledged: fc.boolean(),
      })
      .map(noticeOf);
    const lines = fc.uniqueArray(line, { selector: ({ key }) => key });
    fc.assert(
      fc.property(lines, (some) => {
        const order = inOrder(some, own);
        expect(inOrder(some.toReversed(), own)).toEqual(order);
        const onTop = order.map((each) => staysOnTop(each, own));
        expect(onTop.lastIndexOf(true)).toBeLessThan(
          onTop.indexOf(false) < 0 ? onTop.length : onTop.indexOf(false),
        );
      }),
      { numRuns: 2_000 },
    );
  });
});
