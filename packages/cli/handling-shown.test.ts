import { sealDraft } from "@talanoa/client/seal-draft.ts";
import { testIdentity, testKey } from "@talanoa/client/testing/keys.ts";
import { FeedCopy } from "@talanoa/contract/generated/talanoa.ts";
import { expect, test } from "vitest";
import { copyCells } from "./copy-row.ts";
import { noticeJson } from "./json.ts";
import { noticeLines } from "./notice-page.ts";
import { keptTerminal } from "./testing/terminal.ts";

const draft = {
  kind: "alert",
  type: "seizure",
  title: "Yacht",
  when: "2025-07-14",
  where: "FJSUV",
  narrative: "Found.",
  marking: { tlp: "AMBER", reliability: "B", credibility: 2 },
  handling: ["not-for-court", "no-onward-sharing"],
  embargo_until: "2199-01-02",
  acknowledge_by: "2199-01-01",
  audience: ["polynesia"],
};

test("grade with its scheme and caveats stand with the marking on the page, in lists and for programs", async () => {
  const { opened } = await sealDraft(testIdentity("FJ", testKey(), testKey()), draft, Date.now());
  const heed =
    "B2 (admiralty), no-onward-sharing, not-for-court, embargo until 2199-01-02 00:00Z, acknowledge by 2199-01-01 23:59Z";
  const terminal = keptTerminal();
  expect(noticeLines(opened, terminal)[1]).toBe(heed);

  const copy = FeedCopy.decode(FeedCopy.encode({}));
  const [, marking] = copyCells({ kind: "notice", copy, notice: opened }, terminal);
  expect(marking).toMatchObject({ text: `TLP:AMBER ${heed.replaceAll(", ", " ")}` });

  expect(noticeJson(opened)).toMatchObject({
    grading: { scheme: "admiralty", reliability: "B", credibility: 2 },
    handling: ["no-onward-sharing", "not-for-court"],
    embargo_until: "2199-01-02T00:00:00.000Z",
    acknowledge_by: "2199-01-01T23:59:59.999Z",
  });
});
