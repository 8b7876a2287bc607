import { ExchangeLogService, Purpose, type Record } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { logged } from "@talanoa/sharing/record/testing/logged.ts";
import { formatNote } from "@talanoa/tlog/note/note.ts";
import { type OpenedCheckpoint, openCheckpoint } from "@talanoa/tlog/note/open-checkpoint.ts";
import { naiveTree } from "@talanoa/tlog/testing/naive-tree.ts";
import { signedCheckpoint } from "@talanoa/tlog/testing/sample-checkpoint.ts";
import { policy } from "@talanoa/tlog/testing/sample-keys.ts";
import { describe, expect, test } from "vitest";
import { checkedQuery } from "./checked-query.ts";
import { checkedTrail } from "./checked-trail.ts";
import { LogForked } from "./continuing.ts";
import type { Hub } from "./hub.ts";
import { everything, readRow } from "./log.ts";
import { proveInTurn } from "./prove-in-turn.ts";
import { type MadeUp, madeUpHub } from "./testing/made-up-hub.ts";

const reason = { purpose: Purpose.AUDIT, caseNumber: "" };
const notice = { origin: "FJ", id: "0198c0de-0000-7000-8000-000000000001", version: 1 };
const archive = { name: "entries-0-255", fromIndex: 0, untilIndex: 256, firstAt: 0, lastAt: 0 };

/** FJ's notice of which much was opened, so that some of it stands where an archive may. */
function openedOften() {
  const opened = { participant: "FJ", origin: "FJ", copies: [{ notice }] };
  const records = Array.from({ length: 300 }, (_, i): Init<Record> => {
    const facts = i === 0 ? { accepted: { notice } } : { opened };
    return { nonce: Buffer.from(String(i).padStart(16)), at: i, participant: "FJ", facts };
  });
  return logged(records, 300);
}

const shownOf: MadeUp = {
  entries: openedOften(),
  participant: "FJ",
  shows: (index) => index >= 256,
  archives: [archive],
  told: [],
};
const hub = madeUpHub(shownOf);

test("an answer names the archives by which alone it is excused that nothing is before it", async () => {
  const asked = { reason, question: everything, limit: 1_000 };
  const { archives, faults } = await checkedQuery(hub, policy(0), asked);
  expect({ archives, faults }).toEqual({ archives: [archive], faults: [] });
});

test("a trail names the archives by which alone it is excused that nothing is before it", async () => {
  const { archives, faults } = await checkedTrail(hub, policy(0), { reason, notice });
  expect({ archives, faults }).toEqual({ archives: [archive], faults: [] });
});

test("an answer whose beginning is there names no archive", async () => {
  const question = { ...everything, fromIndex: 280 };
  const { archives, faults } = await checkedQuery(hub, policy(0), {
    reason,
    question,
    limit: 1_000,
  });
  expect({ archives, faults }).toEqual({ archives: [], faults: [] });
});

describe("what was known of the log before", () => {
  const known = (size: number, root: Uint8Array) => [
    openCheckpoint(formatNote(signedCheckpoint({ size, root })), policy(0)),
  ];
  const entries = openedOften();
  const tree = naiveTree(entries.map(({ entry }) => entry));
  const honest = known(200, tree.root(200));
  const forged = known(200, Buffer.alloc(32, 7));
  const asked = { reason, question: everything, limit: 1_000 };
  const shown = entries
    .slice(0, 3)
    .map(({ common, parts, entry }, index) =>
      readRow({ index, common, parts: parts.map(({ bytes }) => bytes), entry, altered: false }),
    );
  const answers: readonly (readonly [string, (since: OpenedCheckpoint[]) => Promise<unknown>])[] = [
    ["an answer", (since) => checkedQuery(hub, policy(0), asked, { since })],
    ["a trail", (since) => checkedTrail(hub, policy(0), { reason, notice }, { since })],
    ["a proof", (since) => Array.fromAsync(proveInTurn(hub, policy(0), shown, { since }))],
  ];

  test.each(answers)("is continued by %s, or the log has forked", async (_, ask) => {
    await expect(ask(honest)).resolves.toBeTruthy();
    await expect(ask(forged)).rejects.toMatchObject({ older: forged[0] });
  });

  test("is not all: records and answer are shown of one log, or it has forked", async () => {
    const other = madeUpHub({ ...shownOf, entries: entries.with(3, entries[4]!) });
    let at = hub;
    const call: Hub["call"] = async (method, request) => {
      const answer = await at.call(method, request);
      // All that was shown of it is the same: only what an archive has differs.
      if (method.path === ExchangeLogService.prove.path) at = other;
      return answer;
    };
    const forking = { identity: hub.identity, call };
    await expect(checkedQuery(forking, policy(0), asked)).rejects.toThrow(LogForked);
    at = hub;
    const trail = checkedTrail(forking, policy(0), { reason, notice });
    await expect(trail).rejects.toThrow(LogForked);
  });

  test("is continued by the checkpoint that an answer gives", async () => {
    const { opened, size } = await checkedQuery(hub, policy(0), asked, { since: honest });
    expect(opened!.checkpoint).toMatchObject({ size, root: tree.root(size) });
  });
});
