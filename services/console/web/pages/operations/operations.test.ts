import { expect, test } from "vitest";
import { dayEnd, dayStart, localInput, localTimeOf } from "./local-input.ts";
import { boardActs, type Looking } from "./may-act.ts";
import { resultText } from "./result-text.ts";
import { windowText } from "./window-text.ts";

const looking: Looking = {
  participant: "TO",
  roles: ["liaison"],
  coordinator: "NZ",
  isIn: true,
  isClosed: false,
};

test("who is in an operation sends to it, its coordinator changes it, the Secretariat too", () => {
  expect(boardActs(looking)).toEqual(["task", "report"]);
  expect(boardActs({ ...looking, participant: "NZ" })).toEqual([
    "task",
    "report",
    "join",
    "leave",
    "phase",
    "close",
  ]);
  const secretariat = { ...looking, participant: "OCO", roles: ["secretariat"], isIn: false };
  expect(boardActs(secretariat)).toEqual(["join", "leave", "phase", "close"]);
});

test("nothing is done with a closed operation, nor by an auditor, nor by who has left", () => {
  expect(boardActs({ ...looking, participant: "NZ", isClosed: true })).toEqual([]);
  expect(boardActs({ ...looking, roles: ["auditor"] })).toEqual([]);
  expect(boardActs({ ...looking, isIn: false })).toEqual([]);
});

test("a window is told by its days, the last one included", () => {
  const words = { from: "from", to: "to" };
  const startsAt = dayStart("2026-08-01");
  expect(windowText({ startsAt, endsAt: dayEnd("2026-08-14") }, words)).toBe(
    "2026-08-01 to 2026-08-14",
  );
  expect(windowText({ startsAt, endsAt: 0 }, words)).toBe("from 2026-08-01");
  expect([dayStart(""), dayEnd("")]).toEqual([0, 0]);
});

test("a time goes through an input of the device's own zone and comes back the same", () => {
  const at = Date.UTC(2026, 6, 1, 9, 30);
  expect(localTimeOf(localInput(at))).toBe(at);
  expect(localTimeOf("")).toBeNaN();
});

test("a result is told with its unit, or without when it has none", () => {
  expect(resultText({ measure: "cocaine", quantity: 12.5, unit: "kg" })).toBe("cocaine: 12.5 kg");
  expect(resultText({ measure: "arrests", quantity: 0, unit: "" })).toBe("arrests: 0");
});
