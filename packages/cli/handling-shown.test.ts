import { sealDraft } from "@talanoa/client/seal-draft.ts";
import { testIdentity, testKey } from "@talanoa/client/testing/keys.ts";
import { FeedCopy } from "@talanoa/contract/generated/talanoa.ts";
import { expect, test } from "vitest";
import { copyCells } from "./copy-row.ts";
import { copyJson, noticeJson } from "./json.ts";
import { noticeLines, noticePage } from "./notice-page.ts";
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
  const [, marking] = copyCells({ kind: "notice", copy, notice: opened, signsOnly: [] }, terminal);
  expect(marking).toMatchObject({ text: `TLP:AMBER ${heed.replaceAll(", ", " ")}` });

  expect(noticeJson(opened)).toMatchObject({
    grading: { scheme: "admiralty", reliability: "B", credibility: 2 },
    handling: ["no-onward-sharing", "not-for-court"],
    embargo_until: "2199-01-02T00:00:00.000Z",
    acknowledge_by: "2199-01-01T23:59:59.999Z",
  });
});

test("a page says under which rules something was withheld, each with its sentence, and the grade beside the text", async () => {
  const { opened } = await sealDraft(testIdentity("FJ", testKey(), testKey()), draft, Date.now());
  const rules = ["routing-section", "no-agreement", "erased", "of-a-later-version"];
  const withheld = rules.map((rule) => ({ rule }));
  const copy = FeedCopy.decode(FeedCopy.encode({ withheld }));
  const page = noticePage(
    { kind: "notice", copy, notice: opened, signsOnly: [] },
    keptTerminal(),
  ).join("\n");
  const text = page.replaceAll(/\s+/g, " ");
  expect(text).toContain(
    "withheld from you no-agreement: Personal and passenger data go only where an agreement with the originator allows such data for the purpose. " +
      "withheld from you erased: What stood here was erased, by order of the originator or because its time was over. " +
      "withheld from you of-a-later-version: of-a-later-version",
  );
  // That a reader has none of what is for the hub hides nothing from it.
  expect(text).not.toContain("routing-section:");
  expect(text).toContain("narrative operational, graded B2 (admiralty) text Found.");
  expect(text).toContain("grading B2 (admiralty): Usually reliable; Probably true");
  expect(text).toContain("not-for-court (Do not use it in court unless the originator permits)");
  expect(text).toContain("embargo: no use before 2199-01-02 00:00 UTC");
  expect(text).toContain("acknowledge by 2199-01-01 23:59 UTC");
  expect(copyJson({ kind: "notice", copy, notice: opened, signsOnly: [] })).toMatchObject({
    withheld: rules,
    withheld_why: expect.arrayContaining([expect.stringContaining("an agreement with the")]),
  });
});
