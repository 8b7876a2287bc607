import { type JointOperation, OperationPhase } from "@talanoa/contract/generated/talanoa.ts";
import { describe, expect, test } from "vitest";
import { parseDraft } from "../notice/draft.ts";
import { closingDraft, reportDraft, taskDraft } from "./drafts.ts";
import { taskAudience } from "./task-audience.ts";
import { readResults } from "./written-results.ts";

const now = Date.UTC(2026, 6, 10);
const day = 86_400_000;
const inIt = (participant: string, more: object = {}) => ({
  participant,
  period: { from: now - 5 * day, until: 0 },
  seesEarlier: false,
  sponsor: "",
  ...more,
});

const operation: JointOperation = {
  id: "NZ-SEASPRAY",
  name: "Seaspray",
  coordinator: "NZ",
  phase: OperationPhase.ACTION,
  startsAt: now,
  endsAt: now + 7 * day,
  objective: "Yachts from the east",
  participants: [
    inIt("NZ"),
    inIt("TO"),
    inIt("NAVY", { sponsor: "TO" }),
    inIt("WS", { period: { from: now - 5 * day, until: now - day } }),
  ],
};

describe("a task of an operation", () => {
  test("is for all in it, or for those named who are", () => {
    expect(taskAudience(operation, "all", now)).toEqual({
      audience: { operations: ["NZ-SEASPRAY"] },
    });
    expect(taskAudience(operation, ["TO"], now)).toEqual({ audience: { participants: ["TO"] } });
  });

  test("is not for who has left, nor for a partner organisation by name", () => {
    expect(taskAudience(operation, ["TO", "WS"], now)).toEqual({ outside: ["WS"] });
    expect(taskAudience(operation, ["NAVY"], now)).toEqual({ partner: "NAVY", sponsor: "TO" });
  });

  test("is a request for action that names the operation", () => {
    const task = { audience: { participants: ["TO"] }, by: "2026-07-12", text: "Board her.\nAll." };
    const draft = parseDraft(taskDraft(operation, task));
    expect(draft).toMatchObject({
      kind: "request",
      title: "Board her.",
      request: { type: "action", operation: "NZ-SEASPRAY", answer_by: "2026-07-12" },
      marking: { tlp: "TLP:AMBER" },
    });
  });
});

test("a situation report says what stands in the directory, with the last day of the window", () => {
  const results = [{ measure: "arrests", quantity: 3 }];
  const draft = reportDraft(
    operation,
    { asOf: now, text: "Second day.", results, now },
    { marking: "TLP:GREEN", exercise: true },
  );
  expect(draft).toMatchObject({
    exercise: true,
    marking: "TLP:GREEN",
    operation: {
      phase: "action",
      notice: "situation-report",
      ends: "2026-07-16T23:59:59.999Z",
      participants: ["NZ", "TO", "NAVY"],
      results,
    },
    audience: { operations: ["NZ-SEASPRAY"] },
  });
  expect(() => parseDraft(draft)).not.toThrow();
});

test("a closing report has the figures, also in words", () => {
  const figures = { reports: 2, results: [], tasks: { asked: 1, answered: 0 } };
  expect(closingDraft(operation, { figures, text: "Thank you all.", now })).toMatchObject({
    title: "Closing report of Seaspray",
    narrative: "Thank you all.\n2 situation reports; 1 task, of which 0 answered.",
    operation: { phase: "closed", notice: "closing-report", tasks: { asked: 1, answered: 0 } },
  });
});

test("results are read as a person writes them, on lines or with commas", () => {
  expect(readResults("yachts boarded=14 yachts, arrests = 3\ncocaine=12.5 kg")).toEqual([
    { measure: "yachts boarded", quantity: 14, unit: "yachts" },
    { measure: "arrests", quantity: 3 },
    { measure: "cocaine", quantity: 12.5, unit: "kg" },
  ]);
  expect(readResults(" \n")).toEqual([]);
  expect(readResults("arrests")).toBeNull();
  expect(readResults("arrests=many")).toBeNull();
});
