import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openDraft, fullAlert, fullOperation, fullReply } from "../notice/testing/sample-notice.ts";
import { type CaseNotice, caseLineOf, caseLines } from "./case-line.ts";
import { caseNoticeOf } from "./case-notice.ts";

const DAY = 24 * 3_600_000;
const ids = ["a", "b", "c", "d", "e", "f", "g", "h"];

function notice(
  id: string,
  day: number | null,
  accepted: number,
  more: Partial<CaseNotice> & { origin?: string; to?: string[] } = {},
): CaseNotice {
  const { origin = "FJ", to = [], caseReference = "", isFirst = true } = more;
  return {
    ref: { origin, id, version: 1 },
    at: (day ?? accepted) * DAY,
    event: day === null ? null : { first: day * DAY, last: (day + 1) * DAY - 1 },
    acceptedAt: accepted * DAY,
    isFirst,
    caseReference,
    references: to.map((each) => {
      const [by = "", its = ""] = each.split("/");
      return { origin: by, id: its };
    }),
  };
}

const shown = (line: ReturnType<typeof caseLineOf>) =>
  line.map(({ notice: { ref }, late }) => `${ref.id}${late ? " late" : ""}`);

describe("the line of a case", () => {
  test("shows what is reported late at its event time, marked", () => {
    const line = [
      notice("second", 2, 2.5),
      notice("first", 1, 3, { to: ["FJ/second"] }),
      notice("third", 3, 3.5, { to: ["FJ/first"] }),
    ];
    expect(shown(caseLineOf(line, line[0]!.ref))).toEqual(["first late", "second", "third"]);
  });

  test("goes by references of others, by answers and by the case number of one administration", () => {
    const all = [
      notice("a", 1, 1, { caseReference: "2025-1 " }),
      notice("b", 2, 2, { caseReference: "2025-1" }),
      notice("c", 3, 3, { origin: "TO", to: ["FJ/b"] }),
      notice("other", 1, 4, { origin: "WS", caseReference: "2025-1" }),
    ];
    expect(caseLines(all).map(shown)).toEqual([["a", "b", "c"], ["other"]]);
    expect(caseLineOf(all, { origin: "FJ", id: "none" })).toEqual([]);
  });

  test("marks nothing of which it is not known that it was earlier, and nothing that reports no event", () => {
    const sameDay = [notice("a", 1, 2), notice("b", 1, 3, { to: ["FJ/a"] })];
    expect(shown(caseLineOf(sameDay, sameDay[0]!.ref))).toEqual(["a", "b"]);
    const corrected = [notice("a", 2, 2), notice("b", 1, 3, { to: ["FJ/a"], isFirst: false })];
    expect(shown(caseLineOf(corrected, corrected[0]!.ref))).toEqual(["b", "a"]);
    const request = [notice("a", 5, 6), notice("asked", null, 7, { to: ["FJ/a"] })];
    expect(shown(caseLineOf(request, request[0]!.ref))).toEqual(["a", "asked"]);
  });

  test("has each notice once, in the order of events, whatever order they are given in", () => {
    const some = fc.uniqueArray(
      fc.record({
        id: fc.constantFrom(...ids),
        day: fc.option(fc.nat(5)),
        accepted: fc.nat(9),
        to: fc.array(
          fc.constantFrom(...ids).map((id) => `FJ/${id}`),
          { maxLength: 2 },
        ),
        caseReference: fc.constantFrom("", "", "1", "2"),
      }),
      { selector: ({ id }) => id },
    );
    fc.assert(
      fc.property(some, (given) => {
        const all = given.map(({ id, day, accepted, ...more }) => notice(id, day, accepted, more));
        const lines = caseLines(all);
        expect(caseLines([...all].reverse())).toEqual(lines);
        expect(
          lines
            .flat()
            .map((entry) => entry.notice.ref.id)
            .sort(),
        ).toEqual(given.map(({ id }) => id).sort());
        for (const line of lines) {
          const at = line.map((entry) => entry.notice.at);
          expect(at).toEqual([...at].sort((one, other) => one - other));
          // The first that was accepted of a line is never late.
          const first = Math.min(...line.map((entry) => entry.notice.acceptedAt));
          for (const entry of line)
            if (entry.notice.acceptedAt === first) expect(entry.late).toBe(false);
        }
      }),
      { numRuns: 10_000 },
    );
  });
});

test("a notice's event is as long as it is exactly known; the window of an operation is none", async () => {
  const alert = await openDraft({ ...fullAlert(), when: "2025-07" });
  expect(caseNoticeOf(alert, { version: 2, acceptedAt: 5 })).toMatchObject({
    event: { first: Date.UTC(2025, 6, 1), last: Date.UTC(2025, 7, 1) - 1 },
    acceptedAt: 5,
    isFirst: false,
    caseReference: "PF-2025-0714",
    references: [{ origin: "FJ", id: "0198f2a4-7c1e-7d3a-9b5f-0123456789ab" }],
  });
  const minute = await openDraft({ ...fullAlert(), when: "2025-07-14T09:30Z" });
  const first = Date.UTC(2025, 6, 14, 9, 30);
  const earliest = { version: 1, acceptedAt: 5 };
  expect(caseNoticeOf(minute, earliest).event).toEqual({ first, last: first + 59_999 });
  const announced = { start: "2025-07-14", precision: "announced" };
  expect(
    caseNoticeOf(await openDraft({ ...fullAlert(), when: announced }), earliest),
  ).toMatchObject({ at: Date.UTC(2025, 6, 14), event: null });
  expect(caseNoticeOf(await openDraft(fullOperation()), earliest).event).toBeNull();
  expect(caseNoticeOf(await openDraft(fullReply()), earliest).references).toMatchObject([
    { origin: "FJ", id: "0198c0de-aaaa-7000-8000-000000000001" },
  ]);
});
