import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { logView, trailPath } from "./log-view.ts";
import {
  fieldsQuery,
  noFields,
  noticeNamed,
  type QuestionFields,
  questionOf,
  readFields,
  stepChoices,
} from "./question.ts";

const id = "0198c0de-0000-7000-8000-000000000001";

describe("a question to the log", () => {
  test("stands in the address and is read from it again", () => {
    const word = fc.string({ maxLength: 20 }).map((text) => text.trim());
    const fields: fc.Arbitrary<QuestionFields> = fc.record({
      from: word,
      until: word,
      steps: fc.subarray([...stepChoices]),
      participant: word,
      principal: word,
      notice: word,
      operation: word,
      fromIndex: word,
      untilIndex: word,
      oldestFirst: fc.boolean(),
      exercises: fc.boolean(),
    });
    fc.assert(
      fc.property(fields, (asked) => {
        expect(readFields(new URLSearchParams(fieldsQuery(asked)))).toEqual(asked);
      }),
    );
    expect(fieldsQuery(noFields)).toBe("");
  });

  test("asks for all that the form has, in the words of the hub", () => {
    const question = questionOf({
      ...noFields,
      from: "2026-01-01",
      until: "2026-02-01T12:30",
      steps: ["opened", "acknowledged"],
      participant: "fj",
      principal: "p-1",
      notice: `fj/${id.toUpperCase()}/2`,
      operation: "nz-seaspray",
      fromIndex: "10",
      untilIndex: "20",
      exercises: true,
    });
    expect(question).toEqual({
      from: Date.UTC(2026, 0, 1),
      until: Date.UTC(2026, 1, 1, 12, 30),
      steps: ["opened", "acknowledged"],
      participant: "FJ",
      principal: "p-1",
      notice: { origin: "FJ", id, version: 2 },
      operation: "NZ-SEASPRAY",
      fromIndex: 10,
      untilIndex: 20,
      descending: true,
      includeExercises: true,
    });
  });

  test("that is wrong says at which field, and asks nothing", () => {
    const wrong = {
      ...noFields,
      from: "2026-13-01",
      until: "tomorrow",
      principal: "a b",
      notice: "FJ/1c0d4e77",
      fromIndex: "-1",
      untilIndex: "1e3",
    };
    expect(questionOf(wrong)).toEqual({
      faults: {
        from: "time",
        until: "time",
        principal: "id",
        notice: "notice",
        fromIndex: "index",
        untilIndex: "index",
      },
    });
    const turned = {
      ...noFields,
      from: "2026-02-01",
      until: "2026-01-01",
      fromIndex: "5",
      untilIndex: "5",
    };
    expect(questionOf(turned)).toEqual({ faults: { until: "order", untilIndex: "order" } });
  });

  test("names a notice by its whole name alone", () => {
    expect(noticeNamed(`FJ/${id}`)).toEqual({ origin: "FJ", id, version: 0 });
    for (const text of ["", "FJ", `FJ/${id}/x`, `FJ/${id}/1/2`, `<b>/${id}`])
      expect(noticeNamed(text)).toBeNull();
  });
});

test("a path below /log shows its side, and the query where it names none", () => {
  expect(logView("/log")).toEqual({ name: "query" });
  expect(logView("/log/matrix")).toEqual({ name: "matrix" });
  expect(logView("/log/nowhere")).toEqual({ name: "query" });
  expect(logView(trailPath({ origin: "FJ", id }))).toEqual({ name: "trail", origin: "FJ", id });
  expect(logView("/log/trail/FJ/short")).toEqual({ name: "query" });
});
