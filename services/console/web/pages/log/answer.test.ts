import type { Session } from "../../session.ts";
import { Purpose, type QueryRequest, RecordCommon } from "@talanoa/contract/generated/talanoa.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { expect, test } from "vitest";
import { openAnswer } from "./answer.ts";

const reason = { purpose: Purpose.AUDIT, caseNumber: "" };

/** A log of so many entries, which answers in pages and fails at the calls that it is told. */
function logOf(count: number, failing: readonly number[] = []) {
  const asked: QueryRequest[] = [];
  const row = (index: number) => ({
    index,
    common: RecordCommon.encode({ step: "opened", at: index + 1 }),
    parts: [],
    entry: new Uint8Array(),
    altered: false,
  });
  const call = async (_: unknown, request: QueryRequest) => {
    asked.push(request);
    if (failing.includes(asked.length)) throw new HubError("unavailable", "no link");
    const from = Number(request.pageToken);
    const until = Math.min(count, from + request.pageSize);
    const rows = Array.from({ length: until - from }, (__, i) => row(from + i));
    return { rows, nextPageToken: until < count ? String(until) : "", archives: [] };
  };
  return { hub: { call } as unknown as Session["hub"], asked };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

test("an answer comes page by page as one asks for more, each entry once", async () => {
  const { hub, asked } = logOf(250);
  const answer = openAnswer(hub, reason, { participant: "FJ" });
  await settled();
  expect(answer.entries.value).toHaveLength(100);
  expect(answer.state.value).toBe("more");
  // The second asks while the first is on its way.
  await Promise.all([answer.more(), answer.more()]);
  await answer.more();
  await answer.more();
  expect(answer.state.value).toBe("ended");
  expect(answer.entries.value.map(({ index }) => index)).toEqual(
    Array.from({ length: 250 }, (_, i) => i),
  );
  expect(asked.map(({ participant, pageToken }) => [participant, pageToken])).toEqual([
    ["FJ", ""],
    ["FJ", "100"],
    ["FJ", "200"],
  ]);
});

test("after a page that did not come the same is asked for again", async () => {
  const { hub } = logOf(150, [2]);
  const answer = openAnswer(hub, reason, {});
  await settled();
  await answer.more();
  expect(answer.error.value).toBeInstanceOf(HubError);
  expect(answer.entries.value).toHaveLength(100);
  await answer.more();
  expect(answer.error.value).toBeNull();
  expect(answer.entries.value).toHaveLength(150);
});
