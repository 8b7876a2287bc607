import { NotGenuine } from "@talanoa/client/genuine-receipt.ts";
import type { Hub } from "@talanoa/client/hub.ts";
import { publicationOf, refText } from "@talanoa/client/publication.ts";
import { testIdentity, testKey } from "@talanoa/client/testing/keys.ts";
import { SealedNotice } from "@talanoa/contract/generated/talanoa.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { sealReceipt } from "@talanoa/sharing/receipt/receipt.ts";
import { beforeEach, expect, test } from "vitest";
import { inPage, type Store, unfailing } from "../browser-store.ts";
import { forgetUnanswered, publishOnce, sealedTitle, unansweredOf } from "./publish-once.ts";
import { eraseUnanswered, hasUnanswered } from "./unanswered.ts";

const hubKey = testKey();
const identity = testIdentity("TO", testKey(), hubKey);
const what = "reply FJ/01980000-0000-7000-8000-000000000001/1";
const draft = (text: string) => ({
  kind: "alert",
  type: "sighting",
  title: "Yacht without lights",
  when: { start: "2025-07-14" },
  where: [{ name: "Suva" }],
  narrative: { text },
  marking: { tlp: "TLP:GREEN" },
});

let kept: Map<string, string>;
beforeEach(() => {
  kept = new Map();
});
const storage = {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
  removeItem: (key: string) => void kept.delete(key),
};
let turn: Promise<unknown> = Promise.resolve();
/** Locks as a browser has them: one after the other. */
const request = (_: string, use: () => Promise<unknown>) => (turn = turn.then(use, use));
const locks = { request: request as LockManager["request"] };

/** A hub that takes a notice once, and then answers as it is told; what it refuses it does not take. */
function takingHub(answer: () => Error | null) {
  const taken = new Set<string>();
  const call = async (_: unknown, { notice }: { notice: SealedNotice }) => {
    const { ref, digest } = publicationOf(SealedNotice.encode(notice));
    const error = answer();
    if (error instanceof HubError && error.code === "invalid-argument") throw error;
    taken.add(refText(ref));
    if (error) throw error;
    const { origin, id, version } = ref;
    const receipt = { origin, id, version, digest, sequence: 7, acceptedAt: 1 };
    return { receipt: await sealReceipt(receipt, hubKey.id, hubKey.sign), warnings: [] };
  };
  return { taken, hub: { identity, call } as unknown as Hub };
}

const publishing = (hub: Hub, text: string, its: Store = storage) =>
  publishOnce(hub, { what, draft: draft(text) }, { storage: its, locks });

test.each([
  ["the link broke", () => new HubError("unavailable", "the hub does not answer")],
  ["the sign-in ended", () => new HubError("unauthenticated", "sign in")],
  ["somebody else answered", () => new NotGenuine("the receipt is not the hub's")],
])("what has no answer since %s is sent first, whatever stands there now", async (_, why) => {
  let isLost = true;
  const { hub, taken } = takingHub(() => (isLost ? why() : null));
  await expect(publishing(hub, "Left.")).rejects.toThrow(why().message);
  await expect(publishing(hub, "Left at night.")).rejects.toThrow(why().message);
  expect(refText(unansweredOf(identity, what, storage)!.ref)).toBe([...taken][0]);
  expect(unansweredOf(identity, "reply to another", storage)).toBeNull();
  isLost = false;
  const [ref] = [...taken];
  await expect(publishing(hub, "Left at night.")).rejects.toMatchObject({
    name: "EarlierStands",
    ref,
  });
  expect(taken.size).toBe(1);
  expect(kept.size).toBe(0);
  // Who knows that sends it as one more.
  await publishing(hub, "Left at night.");
  expect(taken.size).toBe(2);
});

test("the same sent again is the same notice", async () => {
  let isLost = true;
  const { hub, taken } = takingHub(() =>
    isLost ? new HubError("deadline-exceeded", "late") : null,
  );
  await expect(publishing(hub, "Left.")).rejects.toThrow("late");
  isLost = false;
  const { publication } = await publishing(hub, "Left.");
  expect([...taken]).toEqual([refText(publication.ref)]);
});

test("where the hub refuses what was sent before, what stands there now is sent", async () => {
  const answers = [
    new HubError("unavailable", "away"),
    new HubError("invalid-argument", "too old"),
    null,
    new HubError("invalid-argument", "no"),
  ];
  const { hub, taken } = takingHub(() => answers.shift() ?? null);
  await expect(publishing(hub, "Left.")).rejects.toThrow("away");
  taken.clear();
  const { publication } = await publishing(hub, "Left at night.");
  expect([...taken]).toEqual([refText(publication.ref)]);
  await expect(publishing(hub, "Left.")).rejects.toThrow("no");
  expect(kept.size).toBe(0);
});

test("what waits is named, and once it is let go what stands there now is sent alone", async () => {
  let isAway = true;
  const { hub } = takingHub(() => (isAway ? new HubError("unavailable", "away") : null));
  await expect(publishing(hub, "Left.")).rejects.toThrow("away");
  const publication = unansweredOf(identity, what, storage)!;
  expect(sealedTitle(publication)).toBe("Yacht without lights");
  await forgetUnanswered(identity, { what, publication }, { storage, locks });
  expect(unansweredOf(identity, what, storage)).toBeNull();
  isAway = false;
  const { publication: sent } = await publishing(hub, "Left at night.");
  expect(refText(sent.ref)).not.toBe(refText(publication.ref));
});

test("a later one that waits stays when an earlier is let go", async () => {
  const { hub } = takingHub(() => new HubError("unavailable", "away"));
  await expect(publishing(hub, "Left.")).rejects.toThrow("away");
  const publication = unansweredOf(identity, what, storage)!;
  await forgetUnanswered(identity, { what, publication }, { storage, locks });
  await expect(publishing(hub, "Left at night.")).rejects.toThrow("away");
  await forgetUnanswered(identity, { what, publication }, { storage, locks });
  expect(unansweredOf(identity, what, storage)).not.toBeNull();
});

test("a browser that keeps nothing sends once all the same, as long as the page is there", async () => {
  const closed = inPage(
    unfailing(() => {
      throw new DOMException("closed", "SecurityError");
    }),
  );
  let isLost = true;
  const { hub, taken } = takingHub(() => (isLost ? new HubError("unavailable", "away") : null));
  await expect(publishing(hub, "Left.", closed)).rejects.toThrow("away");
  isLost = false;
  await expect(publishing(hub, "Left at night.", closed)).rejects.toThrow("was sent before");
  expect(taken.size).toBe(1);
});

test("what a browser that keeps nothing left in the page is erased too", async () => {
  const full = inPage(
    unfailing(() => ({
      ...storage,
      setItem() {
        throw new DOMException("full", "QuotaExceededError");
      },
    })),
  );
  const { hub } = takingHub(() => new HubError("unavailable", "away"));
  await expect(publishing(hub, "Left.", full)).rejects.toThrow("away");
  expect(hasUnanswered(identity, full)).toBe(true);
  eraseUnanswered({ ...identity, principal: "another" }, full);
  expect(unansweredOf(identity, what, full)).not.toBeNull();
  eraseUnanswered(identity, full);
  expect(unansweredOf(identity, what, full)).toBeNull();
  expect(hasUnanswered(identity, full)).toBe(false);
});

test("what somebody else wrote in its place is nothing, and an officer's own is erased alone", () => {
  const its = `talanoa.unanswered.${identity.participant}.${identity.principal}.`;
  for (const text of ["", "!", "a CgD/"]) {
    kept.set(`${its}${what}`, text);
    expect(unansweredOf(identity, what, storage)).toBeNull();
  }
  const other = "talanoa.unanswered.TO.another.reply";
  const stored = { [`${its}${what}`]: "a AA==", [other]: "a AA==" };
  Object.defineProperty(stored, "removeItem", {
    value: (name: string) => Reflect.deleteProperty(stored, name),
  });
  eraseUnanswered(
    identity,
    unfailing(() => stored as unknown as Storage),
  );
  expect(Object.keys(stored)).toEqual([other]);
});
