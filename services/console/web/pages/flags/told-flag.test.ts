import type { CheckedCopy } from "@talanoa/client/genuine-copy.ts";
import { Outcome, type OutcomeKnown, SealedNotice } from "@talanoa/contract/generated/talanoa.ts";
import { compose } from "@talanoa/sharing/notice/compose.ts";
import { parseDraft } from "@talanoa/sharing/notice/draft.ts";
import { newId } from "@talanoa/sharing/notice/id.ts";
import { openNotice } from "@talanoa/sharing/notice/open.ts";
import { seal } from "@talanoa/sharing/notice/seal.ts";
import {
  fullAlert,
  fullRiskFlag,
  now,
  signWithKey,
  steadyBytes,
} from "@talanoa/sharing/notice/testing/sample-notice.ts";
import { expect, test } from "vitest";
import { byArrival, toldFlags } from "./told-flag.ts";

async function copy(
  outcomes: Partial<OutcomeKnown>[] = [],
  flag: object = {},
  draft: { readonly risk_flag?: object; readonly kind: string } = fullRiskFlag(),
): Promise<CheckedCopy> {
  const written = {
    ...draft,
    ...(draft.risk_flag && { risk_flag: { ...draft.risk_flag, ...flag } }),
  };
  const { sealed } = await seal(compose(parseDraft(written), "PF"), {
    origin: "PF",
    id: newId(now, steadyBytes(JSON.stringify(flag))),
    version: 1,
    issuedAt: now,
    keyId: "key",
    random: steadyBytes(),
    sign: signWithKey,
  });
  const notice = openNotice(SealedNotice.decode(sealed));
  return { kind: "notice", notice, signsOnly: [], copy: { outcomes } as CheckedCopy["copy"] };
}

const said = (participant: string, outcome: Outcome) => [{ participant, outcome }];

test("a flag waits until its outcome is said; what is still open waits on", async () => {
  const waits = async (outcomes: Partial<OutcomeKnown>[], participant = "FJ") =>
    toldFlags([await copy(outcomes)], participant)[0]!.waits;
  expect(await waits([])).toBe(true);
  expect(await waits(said("FJ", Outcome.STILL_OPEN))).toBe(true);
  expect(await waits(said("FJ", Outcome.CONFIRMED))).toBe(false);
  // That another has made its check is not one's own.
  expect(await waits(said("TO", Outcome.FALSE))).toBe(true);
  expect(await waits([], "PF")).toBe(false);
});

test("a flag that was withdrawn waits for nothing", async () => {
  const [flag] = toldFlags([await copy([], { withdrawn: true })], "FJ");
  expect(flag!.body.withdrawn).toBe(true);
  expect(flag!.waits).toBe(false);
});

test("other notices are no flags", async () => {
  expect(toldFlags([await copy([], {}, fullAlert())], "FJ")).toEqual([]);
});

test("what arrives next stands first, then what has arrived last", async () => {
  const days = ["2026-01-18", "2026-01-12", "2026-01-16", "2026-01-10"];
  const copies = await Promise.all(days.map((day) => copy([], { arrives_at: day })));
  const sorted = byArrival(toldFlags(copies, "FJ"), now);
  expect(sorted.map(({ body }) => new Date(body.arrivesAt).toISOString().slice(0, 10))).toEqual([
    "2026-01-16",
    "2026-01-18",
    "2026-01-12",
    "2026-01-10",
  ]);
});
