import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Revision } from "@talanoa/contract/generated/talanoa.ts";
import { afterEach, beforeEach, expect, test } from "vitest";
import { dropVersions } from "./drop-versions.ts";
import { openOutbox } from "./outbox.ts";
import { sealDraft, sealRevision } from "./seal-draft.ts";
import { sightingDraft } from "./testing/draft.ts";
import { testIdentity, testKey } from "./testing/keys.ts";

const identity = testIdentity("FJ", testKey(), testKey());
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "talanoa-drop-"));
});
afterEach(() => rm(folder, { recursive: true }));

test("all versions of a notice go out of the outbox, waiting or refused, and no other notice", async () => {
  const outbox = await openOutbox(folder);
  const now = Date.now();
  const first = await sealDraft(identity, sightingDraft, now);
  const next = await sealRevision(identity, first.opened, Revision.CORRECTION, { title: "B" }, now);
  const other = await sealDraft(identity, sightingDraft, now);
  for (const { publication } of [first, next, other]) await outbox.put(publication);
  const reason = { at: now, code: "conflict", message: "", violations: [] } as const;
  await outbox.refuse(first.publication, { ...reason, violations: [] });
  const dropped = await dropVersions(outbox, first.publication.ref);
  expect(dropped.map(({ version }) => version).toSorted()).toEqual([1, 2]);
  expect((await outbox.waiting()).map(({ ref }) => ref.id)).toEqual([other.publication.ref.id]);
  expect(await outbox.refused()).toEqual([]);
});
