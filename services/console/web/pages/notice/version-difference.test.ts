import { sealDraft, sealRevision } from "@talanoa/client/seal-draft.ts";
import { testIdentity, testKey } from "@talanoa/client/testing/keys.ts";
import { Revision } from "@talanoa/contract/generated/talanoa.ts";
import type { OpenedNotice } from "@talanoa/sharing/notice/open.ts";
import { expect, test } from "vitest";
import { differences } from "./version-difference.ts";

const identity = testIdentity("FJ", testKey(), testKey());
const draft = {
  kind: "alert",
  type: "small-craft",
  title: "Yacht left without clearance",
  when: "2025-03-14",
  where: "Nuku'alofa",
  narrative: "White hull.",
  goods: [{ class: "drugs-cocaine", name: "Bricks" }],
  marking: "TLP:GREEN",
  audience: { sub_regions: ["polynesia"] },
};

const first = async (written: object = draft): Promise<OpenedNotice> =>
  (await sealDraft(identity, written, Date.now())).opened;
const next = async (before: OpenedNotice, changes: object): Promise<OpenedNotice> =>
  (await sealRevision(identity, before, Revision.CHANGE, changes, Date.now())).opened;

test("what a version changes is said where it stands, and what every version has of its own is not", async () => {
  const before = await first();
  const after = await next(before, { title: "Yacht found", narrative: "Grey hull." });
  expect(differences(before, after)).toEqual([
    { path: ["summary", "title"], before: "Yacht left without clearance", after: "Yacht found" },
    { path: ["narrative", "text"], before: "White hull.", after: "Grey hull." },
  ]);
});

test("what came and what went are told apart", async () => {
  const before = await first();
  const { goods: _, ...without } = draft;
  const bare = await first(without);
  const gone = differences(before, bare).filter(({ path: [section] }) => section === "goods");
  expect(gone.length).toBeGreaterThan(0);
  expect(gone.every(({ after }) => after === "")).toBe(true);
  expect(gone.map((its) => its.before)).toContain("Bricks");
  const come = differences(bare, before).filter(({ path: [section] }) => section === "goods");
  expect(come).toEqual(
    gone.map(({ path, before, after }) => ({ path, before: after, after: before })),
  );
});

test("a version that says the same differs in nothing", async () => {
  const before = await first();
  expect(differences(before, await next(before, { title: draft.title }))).toEqual([]);
});
