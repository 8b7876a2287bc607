import {
  OverdueOf,
  type Reminder,
  RequestState,
  type RequestStatus,
  SealedNotice,
  SectionType,
} from "@talanoa/contract/generated/talanoa.ts";
import type { CheckedCopy } from "@talanoa/client/genuine-copy.ts";
import { compose } from "@talanoa/sharing/notice/compose.ts";
import { parseDraft } from "@talanoa/sharing/notice/draft.ts";
import { newId } from "@talanoa/sharing/notice/id.ts";
import { openNotice } from "@talanoa/sharing/notice/open.ts";
import { seal } from "@talanoa/sharing/notice/seal.ts";
import {
  fullAlert,
  fullRequest,
  now,
  signWithKey,
  steadyBytes,
} from "@talanoa/sharing/notice/testing/sample-notice.ts";
import { describe, expect, test } from "vitest";
import { grantable } from "./grantable.ts";
import { overdueRows } from "./overdue-row.ts";
import { byDue, requestRows } from "./request-row.ts";

const { OPEN, ANSWERED, OVERDUE, WITHDRAWN } = RequestState;

async function copy(
  draft: object,
  status: RequestState | null = null,
  answerBy = 0,
): Promise<CheckedCopy> {
  const { sealed } = await seal(compose(parseDraft(draft), "FJ"), {
    origin: "FJ",
    id: newId(now, steadyBytes(`${status} ${answerBy}`)),
    version: 1,
    issuedAt: now,
    keyId: "key",
    random: steadyBytes(),
    sign: signWithKey,
  });
  const notice = openNotice(SealedNotice.decode(sealed));
  const requestStatus: RequestStatus | null =
    status === null ? null : { state: status, answerBy, awaited: ["TO"], answers: [] };
  return {
    kind: "notice",
    notice,
    signsOnly: [],
    copy: { requestStatus } as CheckedCopy["copy"],
  };
}

describe("a request in a list", () => {
  test("may be answered by whom it is to, and withdrawn by its requester, while it waits", async () => {
    const copies = await Promise.all(
      [OPEN, OVERDUE, ANSWERED, WITHDRAWN, null].map((state) => copy(fullRequest(), state)),
    );
    const may = (participant: string) => requestRows(copies, participant).map((row) => row.may);
    expect(may("TO")).toEqual(["answer", "answer", null, null, "answer"]);
    expect(may("FJ")).toEqual(["withdraw", "withdraw", null, null, null]);
  });

  test("has the time of its own words when how far it has come is not known", async () => {
    const [row] = requestRows([await copy(fullRequest())], "TO");
    expect(row).toMatchObject({ status: null, title: "Owner of the yacht Sample" });
    expect(new Date(row!.answerBy).toISOString().slice(0, 7)).toBe("2026-02");
  });

  test("is a request: other notices, and what is not its origin's word, are left out", async () => {
    const forged: CheckedCopy = { kind: "not-genuine", copy: {} as never, reason: "forged" };
    expect(requestRows([await copy(fullAlert()), forged], "TO")).toEqual([]);
  });

  test("stands before those that are due later, and these before what is settled", async () => {
    const copies = await Promise.all([
      copy(fullRequest(), ANSWERED, 1),
      copy(fullRequest(), OPEN, 30),
      copy(fullRequest(), OVERDUE, 20),
      copy(fullRequest(), WITHDRAWN, 5),
    ]);
    const rows = byDue(requestRows(copies, "TO"));
    expect(rows.map(({ answerBy }) => answerBy)).toEqual([20, 30, 1, 5]);
  });
});

test("what one is late with oneself stands before who else is late", () => {
  const reminder = (origin: string, participants: string[]): Reminder => ({
    notice: { origin, id: origin, version: 1 },
    of: OverdueOf.ANSWER,
    dueAt: 1,
    participants,
    exercise: false,
  });
  const rows = overdueRows([reminder("FJ", ["TO", "WS"]), reminder("NZ", ["FJ"])], "FJ");
  expect(rows.map(({ reminder: { notice }, late }) => [notice?.origin, late])).toEqual([
    ["NZ", null],
    ["FJ", ["TO", "WS"]],
  ]);
});

test("sections are granted one by one, but for the hub's own and the summary", async () => {
  const content = await copy(fullAlert());
  if (content.kind !== "notice") throw new Error("it is a notice");
  const types = grantable(content.notice);
  expect(types).toContain(SectionType.PERSONS);
  expect(types).not.toContain(SectionType.ROUTING);
  expect(types).not.toContain(SectionType.SUMMARY);
  expect(types).toEqual([...new Set(types)].toSorted((one, other) => one - other));
});
