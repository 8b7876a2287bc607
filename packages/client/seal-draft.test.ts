import { Revision } from "@talanoa/contract/generated/talanoa.ts";
import { InvalidNotice } from "@talanoa/sharing/notice/violation.ts";
import { expect, test } from "vitest";
import { sealDraft, sealRevision } from "./seal-draft.ts";
import { sightingDraft } from "./testing/draft.ts";
import { testIdentity, testKey } from "./testing/keys.ts";

const identity = testIdentity("FJ", testKey(), testKey());

test("a correction keeps the marking, and a change may have another", async () => {
  const now = Date.now();
  const { opened } = await sealDraft(identity, { ...sightingDraft, marking: "TLP:GREEN" }, now);
  const revised = (revision: Revision, marking: string) =>
    sealRevision(identity, opened, revision, { marking }, now);
  const refused = await revised(Revision.CORRECTION, "TLP:CLEAR").catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(InvalidNotice);
  expect((refused as InvalidNotice).violations).toMatchObject([
    { field: "marking.tlp", rule: "marking-kept" },
  ]);
  const kept = await revised(Revision.CORRECTION, "TLP:GREEN");
  expect(kept.publication.ref.version).toBe(2);
  const changed = await revised(Revision.CHANGE, "TLP:CLEAR");
  expect(changed.publication.ref.version).toBe(2);
});
