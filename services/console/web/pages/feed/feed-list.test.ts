import { describe, expect, test } from "vitest";
import {
  emptyList,
  recallsUnseen,
  withLines,
  withoutExpired,
  withoutRecalls,
} from "./feed-list.ts";
import { recallLine } from "./feed-line.ts";
import { noticeOf, statementOf } from "./testing/lines.ts";

const own = "TO";
const keys = (list: typeof emptyList) => [...list.lines.keys()];

describe("a feed", () => {
  test("shows a notice once, in its newest version, in whatever order they come", () => {
    const [first, second] = [noticeOf({ id: "a" }), noticeOf({ id: "a", version: 2, at: 5 })];
    for (const came of [
      [first, second],
      [second, first],
    ]) {
      const list = withLines(emptyList, came, own);
      expect([...list.lines.values()]).toEqual([second]);
    }
  });

  test("has a recalled notice no more, at once and whatever comes of it later, and a line says so", () => {
    const shown = withLines(emptyList, [noticeOf({ id: "a" }), noticeOf({ id: "b" })], own);
    const recall = statementOf("FJ", "recalled", "a");
    const recalled = withLines(shown, [recall], own);
    expect(keys(recalled)).toEqual(["FJ/b", "recall FJ/a"]);
    expect(keys(withLines(recalled, [noticeOf({ id: "a", version: 2 })], own))).toEqual([
      "FJ/b",
      "recall FJ/a",
    ]);
    // Its originator keeps no copies of another's: the line is what it has stated.
    expect(keys(withLines(shown, [recall], "FJ"))).toEqual(["FJ/b", recall.key]);
  });

  test("has a recall until one's own states that its copies are destroyed, also one that the hub lists", () => {
    const listed = recallLine({ origin: "FJ", id: "a" }, { at: 1, exercise: true });
    const open = withLines(emptyList, [noticeOf({ id: "a" }), listed], own);
    expect(keys(open)).toEqual([listed.key]);
    const byOther = statementOf("WS", "destroyed", "a");
    expect(keys(withLines(open, [byOther], own))).toContain(listed.key);
    const byOwn = statementOf(own, "destroyed", "a");
    const done = withLines(open, [byOwn], own);
    expect(keys(done)).toEqual([byOwn.key]);
    // The hub's list may be a moment behind.
    expect(keys(withLines(done, [listed], own))).toEqual([byOwn.key]);
  });

  test("keeps a recall of what was destroyed before for another reason, as erased persons", () => {
    const before = withLines(emptyList, [statementOf(own, "destroyed", "a")], own);
    expect(keys(withLines(before, [statementOf("FJ", "recalled", "a")], own))).toContain(
      "recall FJ/a",
    );
  });

  test("has no recall that was answered before the hub's list of them came, which is older", () => {
    const answered = withLines(emptyList, [statementOf(own, "destroyed", "a", 5)], own);
    const listed = (at: number) => recallLine({ origin: "FJ", id: "a" }, { at, exercise: false });
    expect(keys(withLines(answered, [listed(4)], own))).not.toContain("recall FJ/a");
    // What was destroyed before the recall, as of erased persons, does not answer it.
    expect(keys(withLines(answered, [listed(6)], own))).toContain("recall FJ/a");
  });

  test("loses the recalls that stand no more, and nothing else", () => {
    const open = ["a", "b"].map((id) =>
      recallLine({ origin: "FJ", id }, { at: 1, exercise: false }),
    );
    const list = withLines(emptyList, [...open, noticeOf({ id: "c" })], own);
    expect(keys(withoutRecalls(list, new Set(["recall FJ/a", "FJ/c"])))).toEqual([
      "recall FJ/b",
      "FJ/c",
    ]);
    expect(withoutRecalls(list, new Set(["recall FJ/z"]))).toBe(list);
  });

  test("cannot say of a recall whether it is an exercise when its notice is not there, and then learns it", () => {
    const shown = withLines(emptyList, [noticeOf({ id: "a", exercise: true })], own);
    const [seen, unseen] = [statementOf("FJ", "recalled", "a"), statementOf("FJ", "recalled", "b")];
    expect(recallsUnseen(shown, seen)).toBe(false);
    expect(recallsUnseen(shown, unseen)).toBe(true);
    expect(recallsUnseen(shown, statementOf("WS", "recalled", "b"))).toBe(false);
    const recalled = withLines(shown, [seen, unseen], own);
    const exercise = ({ lines }: typeof emptyList, id: string) => {
      const line = lines.get(`recall FJ/${id}`);
      return line?.kind === "recall" && line.exercise;
    };
    expect([exercise(recalled, "a"), exercise(recalled, "b")]).toEqual([true, false]);
    const listed = recallLine({ origin: "FJ", id: "b" }, { at: 2, exercise: true });
    expect(exercise(withLines(recalled, [listed], own), "b")).toBe(true);
  });

  test("keeps a notice that another than its originator says to recall", () => {
    const shown = withLines(emptyList, [noticeOf({ id: "a" })], own);
    expect(keys(withLines(shown, [statementOf("WS", "recalled", "a")], own))).toContain("FJ/a");
  });

  test("marks what one's own acknowledged, also a later version, and has no line for that", () => {
    const list = withLines(
      emptyList,
      [statementOf(own, "acknowledged", "b"), noticeOf({ id: "a" }), noticeOf({ id: "b" })],
      own,
    );
    expect(keys(list)).toEqual(["FJ/a", "FJ/b"]);
    expect(list.lines.get("FJ/b")).toMatchObject({ acknowledged: true });
    expect(list.lines.get("FJ/a")).toMatchObject({ acknowledged: false });
    const later = withLines(list, [noticeOf({ id: "b", version: 2 })], own);
    expect(later.lines.get("FJ/b")).toMatchObject({
      acknowledged: true,
      notice: { ref: { version: 2 } },
    });
  });

  test("has a line for what others state", () => {
    const list = withLines(
      emptyList,
      [noticeOf({ id: "a" }), statementOf("WS", "acknowledged", "a")],
      own,
    );
    expect(keys(list)).toEqual(["FJ/a", "statement WS/acknowledged-a"]);
    expect(list.lines.get("FJ/a")).toMatchObject({ acknowledged: false });
  });

  test("loses a notice when it expires, not before", () => {
    const list = withLines(
      emptyList,
      [noticeOf({ id: "a", expiresAt: 100 }), noticeOf({ id: "b" })],
      own,
    );
    expect(withoutExpired(list, 99)).toBe(list);
    expect(keys(withoutExpired(list, 100))).toEqual(["FJ/b"]);
  });
});
