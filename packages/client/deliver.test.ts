import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { connect } from "./connect.ts";
import { deliver } from "./deliver.ts";
import { openOutbox } from "./outbox.ts";
import { sealDraft } from "./seal-draft.ts";
import { testIdentity, testKey } from "./testing/keys.ts";

const identity = testIdentity("FJ", testKey(), testKey());
const draft = {
  kind: "alert",
  type: "sighting",
  title: "Yacht without lights",
  when: "2025-07-14",
  where: { name: "Suva", unlocode: "FJSUV" },
  narrative: "Left at night.",
  marking: "TLP:GREEN",
};
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "talanoa-deliver-"));
});
afterEach(() => rm(folder, { recursive: true }));

test("what was taken out of the outbox between two attempts is not sent any more", async () => {
  await using hub = connect(identity);
  const outbox = await openOutbox(folder);
  const { publication } = await sealDraft(identity, draft, Date.now());
  await outbox.put(publication);
  // Nobody listens at the hub's address: it is tried again and again.
  const fate = deliver(hub, outbox, publication, { patience: 60_000 });
  await vi.waitFor(
    async () => {
      await using claim = await outbox.claim(publication.ref);
      expect(claim).not.toBeNull();
      await outbox.drop(publication.ref);
    },
    { timeout: 60_000, interval: 20 },
  );
  expect(await fate).toEqual({ kind: "dropped" });
  expect(await outbox.waiting()).toEqual([]);
});
