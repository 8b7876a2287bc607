import { deliver } from "@talanoa/client/deliver.ts";
import type { Hub } from "@talanoa/client/hub.ts";
import { refText } from "@talanoa/client/publication.ts";
import { send } from "@talanoa/client/publish.ts";
import { sealDraft } from "@talanoa/client/seal-draft.ts";
import { testIdentity, testKey } from "@talanoa/client/testing/keys.ts";
import {
  NoticeHeader,
  Revision,
  type SealedNotice,
  SignedReceipt,
} from "@talanoa/contract/generated/talanoa.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { sha256 } from "@talanoa/sharing/notice/digest.ts";
import { sealReceipt } from "@talanoa/sharing/receipt/receipt.ts";
import { openDB } from "idb";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { browserOutbox } from "./browser-outbox.ts";
import {
  ChangedElsewhere,
  eraseTemplate,
  keepDraft,
  keepLeft,
  keepTemplate,
  keptTemplates,
  openDrafts,
  takeUpLeft,
} from "./drafts.ts";
import { forgetNotice } from "./forget-notice.ts";
import { eraseKept, type Kept, type KeptDraft, openKept } from "./kept.ts";
import { type Sending, type SendingNews, startSending } from "./sending.ts";

/** A busy machine gets its time. */
const PATIENCE = { timeout: 60_000 };

// Names the browser's storage as a browser does.
await import("fake-indexeddb/auto");

const hubKey = testKey();
const identity = testIdentity("FJ", testKey(), hubKey);
const officer = { participant: "FJ", principal: "fj-publisher" };
const written = {
  kind: "alert",
  type: "sighting",
  title: "Yacht without lights",
  when: { start: "2025-07-14" },
  where: [{ name: "Suva" }],
  narrative: { text: "Left at night." },
  marking: { tlp: "TLP:GREEN" },
};

let kept: Kept;
beforeEach(async () => {
  kept = await openKept(officer);
});
afterEach(async () => {
  await eraseKept(kept);
  kept.close();
});

/** Locks as a browser has them, of one tab. */
function tabLocks(): Pick<LockManager, "request"> {
  const held = new Set<string>();
  const request = async (name: string, _: object, use: (lock: object | null) => unknown) => {
    if (held.has(name)) return use(null);
    held.add(name);
    try {
      return await use({});
    } finally {
      held.delete(name);
    }
  };
  return { request: request as LockManager["request"] };
}

/** A hub that answers as it is told, and gives real receipts. */
function answeringHub(answer: () => HubError | null) {
  const received: string[] = [];
  const call = async (_: unknown, { notice }: { notice: SealedNotice }) => {
    const { origin, id, version } = NoticeHeader.decode(notice.header);
    received.push(refText({ origin, id, version }));
    const error = answer();
    if (error) throw error;
    const receipt = {
      origin,
      id,
      version,
      digest: sha256(notice.header),
      sequence: 7,
      acceptedAt: 1,
    };
    return { receipt: await sealReceipt(receipt, hubKey.id, hubKey.sign), warnings: [] };
  };
  return { received, hub: { identity, call } as unknown as Hub };
}

const news = {
  onFate: vi.fn<SendingNews["onFate"]>(),
  onWaiting: vi.fn<SendingNews["onWaiting"]>(),
  onTrouble: vi.fn<SendingNews["onTrouble"]>(),
};

async function put(outbox = browserOutbox(kept, tabLocks())) {
  const { publication } = await sealDraft(identity, written, Date.now());
  await outbox.putMade(publication, { id: "d", written, changedAt: 1 }, null);
  return { outbox, publication };
}

describe("a notice in the outbox of the browser", () => {
  test("is sent while the link is down until its receipt is there, and then forgotten with its draft", async () => {
    const { outbox, publication } = await put();
    let isDown = true;
    const { hub, received } = answeringHub(() =>
      isDown ? new HubError("unavailable", "the hub does not answer") : null,
    );
    const link = new EventTarget();
    using sending: Sending = startSending({ hub, outbox }, news, link);
    await vi.waitFor(() => expect(news.onWaiting).toHaveBeenCalled(), PATIENCE);
    expect(await outbox.waiting()).toHaveLength(1);
    expect(await openDrafts(kept)).toEqual([]);
    isDown = false;
    link.dispatchEvent(new Event("online"));
    await vi.waitFor(async () => expect(await outbox.waiting()).toEqual([]), PATIENCE);
    expect(new Set(received)).toEqual(new Set([refText(publication.ref)]));
    expect(received.length).toBeGreaterThan(1);
    expect(await outbox.receipt(publication.ref)).not.toBeNull();
    await vi.waitFor(async () => expect(await kept.getAll("drafts")).toEqual([]), PATIENCE);
    sending.send();
    expect(news.onTrouble).not.toHaveBeenCalled();
  });

  test("that is refused is not sent again, and its draft is open with the reasons", async () => {
    const { outbox, publication } = await put();
    const violations = [{ field: "title", rule: "title-required", description: "Give a title." }];
    const { hub, received } = answeringHub(
      () => new HubError("invalid-argument", "refused", { violations }),
    );
    using sending = startSending({ hub, outbox }, news, new EventTarget());
    await vi.waitFor(async () => expect(await openDrafts(kept)).toHaveLength(1), PATIENCE);
    expect(await openDrafts(kept)).toMatchObject([{ id: "d", written, refused: violations }]);
    sending.send();
    await vi.waitFor(async () => expect(await outbox.waiting()).toEqual([]), PATIENCE);
    expect(received).toHaveLength(1);
    expect(await outbox.refusal(publication)).toMatchObject({ code: "invalid-argument" });
    const [aside] = await outbox.refused();
    await outbox.put(publication);
    await outbox.drop(aside!);
    expect(await outbox.refused()).toEqual([]);
    expect(await outbox.isWaiting(publication)).toBe(true);
  });

  test("is claimed by one tab at a time", async () => {
    const { outbox, publication } = await put();
    {
      await using claim = await outbox.claim(publication.ref);
      expect(claim).not.toBeNull();
      expect(await outbox.claim(publication.ref)).toBeNull();
    }
    await vi.waitFor(async () => {
      await using claim = await outbox.claim(publication.ref);
      expect(claim).not.toBeNull();
    }, PATIENCE);
  });

  test("is told as accepted in every tab, whichever of them sent it", async () => {
    const { outbox, publication } = await put();
    const { hub } = answeringHub(() => null);
    const link = new EventTarget();
    {
      // Another tab is just sending it, and ends with the receipt.
      await using claim = await outbox.claim(publication.ref);
      expect(claim).not.toBeNull();
      using _ = startSending({ hub, outbox }, news, link);
      await vi.waitFor(() => expect(news.onFate.mock.lastCall?.[0].ref).toEqual(publication.ref));
      expect(news.onFate.mock.lastCall?.[1].kind).toBe("waiting");
      await outbox.accept(publication, (await send(hub, publication)).signedReceipt);
      link.dispatchEvent(new Event("online"));
      await vi.waitFor(() => expect(news.onFate.mock.lastCall?.[1].kind).toBe("accepted"));
    }
  });

  test("leaves no draft behind when the tab ends as soon as the hub has answered", async () => {
    const { outbox, publication } = await put();
    expect(await openDrafts(kept)).toEqual([]);
    const { hub } = answeringHub(() => null);
    const { signedReceipt } = await send(hub, publication);
    await outbox.accept(publication, signedReceipt);
    expect(await kept.getAll("drafts")).toEqual([]);
  });

  test("that was refused and put right is sent, and the next version of one that waits is not written over", async () => {
    const { outbox, publication } = await put();
    const other = outbox.putMade(publication, { id: "e", written, changedAt: 1 }, null);
    await expect(other).rejects.toMatchObject({ code: "already-exists" });
    expect(await openDrafts(kept)).toEqual([]);
    await outbox.refuse(publication, { at: 5, code: "conflict", message: "", violations: [] });
    const [open] = await openDrafts(kept);
    await outbox.putMade(publication, { ...open!, changedAt: 2 }, open!);
    const { hub, received } = answeringHub(() => null);
    expect(await deliver(hub, outbox, publication)).toMatchObject({ kind: "accepted" });
    expect(received).toHaveLength(1);
    expect(await outbox.refused()).toEqual([]);
    expect(await kept.getAll("drafts")).toEqual([]);
  });

  test("is not settled by what the hub says of one before it of the same name", async () => {
    const { outbox, publication } = await put();
    const before = { ...publication, sealed: Uint8Array.of(1) };
    const { hub } = answeringHub(() => null);
    expect(await outbox.isWaiting(before)).toBe(false);
    await outbox.refuse(before, { at: 5, code: "conflict", message: "", violations: [] });
    await outbox.accept(before, (await send(hub, publication)).signedReceipt);
    await outbox.drop(before);
    expect(await outbox.isWaiting(publication)).toBe(true);
    expect(await outbox.refused()).toEqual([]);
    expect(await kept.getAll("drafts")).toMatchObject([{ sentAs: refText(publication.ref) }]);
  });

  test("that another tab has changed meanwhile is neither written over nor sent as it was", async () => {
    const first = { id: "d", written, changedAt: 1 };
    await keepDraft(kept, first, null);
    const longer = { ...first, written: { ...written, title: "Yacht, white" }, changedAt: 2 };
    await keepDraft(kept, longer, first);
    await expect(keepDraft(kept, { ...first, changedAt: 3 }, first)).rejects.toThrow(
      ChangedElsewhere,
    );
    const outbox = browserOutbox(kept, tabLocks());
    const { publication } = await sealDraft(identity, written, Date.now());
    await expect(outbox.putMade(publication, first, first)).rejects.toThrow(ChangedElsewhere);
    expect(await openDrafts(kept)).toEqual([longer]);
    expect(await outbox.waiting()).toEqual([]);
  });

  test("that was left before it was kept takes its place on the next page", async () => {
    const first = { id: "d", written, changedAt: 1 };
    await keepDraft(kept, first, null);
    const last = { ...first, written: { ...written, title: "Yacht, white" }, changedAt: 2 };
    await keepLeft(kept, last, first);
    expect(await openDrafts(kept)).toEqual([first]);
    await takeUpLeft(kept);
    expect(await kept.getAll("drafts")).toEqual([last]);
    const unkept = { id: "e", written, changedAt: 3 };
    await keepLeft(kept, unkept, null);
    await takeUpLeft(kept);
    expect(await openDrafts(kept)).toEqual([unkept, last]);
  });

  test("that was left before it was kept stands beside what another tab has sent of it", async () => {
    const first = { id: "d", written, changedAt: 1 };
    await keepDraft(kept, first, null);
    const outbox = browserOutbox(kept, tabLocks());
    const { publication } = await sealDraft(identity, written, Date.now());
    await outbox.putMade(publication, first, first);
    const last = { ...first, written: { ...written, title: "Yacht, white" }, changedAt: 2 };
    await keepLeft(kept, last, first);
    await takeUpLeft(kept);
    const sentAs = refText(publication.ref);
    expect(await kept.get("drafts", "d")).toEqual({ ...first, sentAs });
    expect(await openDrafts(kept)).toMatchObject([{ written: last.written, isCopy: true }]);
  });

  test("that was refused is a copy as before, where its draft was one", async () => {
    const copy = { id: "d", written, changedAt: 1, isCopy: true } as const;
    await keepDraft(kept, copy, null);
    const outbox = browserOutbox(kept, tabLocks());
    const { publication } = await sealDraft(identity, written, Date.now());
    await outbox.putMade(publication, copy, copy);
    await outbox.refuse(publication, { at: 5, code: "conflict", message: "", violations: [] });
    expect(await openDrafts(kept)).toMatchObject([{ id: "d", isCopy: true }]);
  });

  test("that was left on a page which lives on is kept once", async () => {
    const first = { id: "d", written, changedAt: 1 };
    await keepLeft(kept, first, null);
    await keepDraft(kept, first, null);
    await takeUpLeft(kept);
    expect(await kept.getAll("drafts")).toEqual([first]);
  });

  test("is made of a draft once, whichever tab is asked to send it", async () => {
    const { outbox, publication } = await put();
    const draft = { id: "d", written, changedAt: 1 };
    const again = async (known: KeptDraft | null) => {
      const other = await sealDraft(identity, written, Date.now());
      await outbox.putMade(other.publication, draft, known);
    };
    await expect(again(draft)).rejects.toThrow(ChangedElsewhere);
    await expect(again(null)).rejects.toThrow(ChangedElsewhere);
    await expect(keepDraft(kept, { ...draft, changedAt: 2 }, draft)).rejects.toThrow(
      ChangedElsewhere,
    );
    expect(await openDrafts(kept)).toEqual([]);
    const { hub } = answeringHub(() => null);
    await outbox.accept(publication, (await send(hub, publication)).signedReceipt);
    await expect(again(draft)).rejects.toThrow(ChangedElsewhere);
    await expect(keepDraft(kept, { ...draft, changedAt: 2 }, draft)).rejects.toThrow(
      ChangedElsewhere,
    );
    expect(await outbox.waiting()).toEqual([]);
    expect(await kept.getAll("drafts")).toEqual([]);
  });

  test("that is taken out of the outbox leaves its draft open, which says that it may have been sent", async () => {
    const { outbox, publication } = await put();
    await outbox.drop(publication);
    const mayStandAs = refText(publication.ref);
    const [open] = await openDrafts(kept);
    expect(open).toMatchObject({ id: "d", written, mayStandAs });
    const { publication: second } = await sealDraft(identity, written, Date.now());
    await outbox.putMade(second, { ...open!, changedAt: 2 }, open!);
    await outbox.refuse(second, { at: 5, code: "conflict", message: "", violations: [] });
    expect(await openDrafts(kept)).toMatchObject([{ id: "d", refused: [], mayStandAs }]);
  });

  test("is forgotten with the drafts of its next version once it is recalled", async () => {
    const { outbox, publication } = await put();
    const { origin, id, version } = publication.ref;
    const revision: Revision = Revision.CORRECTION;
    const amending = { origin, id, version, digest: new Uint8Array(32), revision, before: written };
    await keepDraft(kept, { id: "next", written, changedAt: 2, amending }, null);
    await keepDraft(kept, { id: "other", written, changedAt: 3 }, null);
    await forgetNotice({ kept, outbox, refresh: async () => {} }, publication.ref);
    expect(await outbox.waiting()).toEqual([]);
    expect((await openDrafts(kept)).map((draft) => draft.id)).toEqual(["other", "d"]);
  });

  test("that was damaged is set aside, and does not hold the others", async () => {
    const { outbox, publication } = await put();
    await kept.put("waiting", { sealed: Uint8Array.of(1, 2, 3) }, ["0", 1, "FJ"]);
    expect((await outbox.waiting()).map(({ ref }) => ref)).toEqual([publication.ref]);
    expect(await outbox.refused()).toMatchObject([{ refusal: { code: "damaged" } }]);
  });

  test("is sent after those before it", async () => {
    const { outbox, publication } = await put();
    const later = await sealDraft(identity, written, Date.now() + 5);
    await outbox.put(later.publication);
    const ids = (await outbox.waiting()).map(({ ref }) => ref.id);
    expect(ids).toEqual([publication.ref.id, later.publication.ref.id]);
  });
});

describe("receipts", () => {
  const day = 24 * 3_600_000;
  const receiptOf = (id: string, acceptedAt: number) =>
    sealReceipt({ origin: "FJ", id, version: 1, acceptedAt }, hubKey.id, hubKey.sign);
  const fill = async (name: string, count: number, at: number) => {
    const signed = await Promise.all(
      Array.from({ length: count }, (_, i) => receiptOf(`${name}-${i}`, at)),
    );
    const change = kept.transaction("receipts", "readwrite");
    for (const [i, each] of signed.entries())
      await change.store.put(SignedReceipt.encode(each), [`${name}-${i}`, 1, "FJ"]);
    await change.done;
  };
  const accept = async (id: string, at: number) =>
    browserOutbox(kept, tabLocks()).accept(
      {
        ref: { origin: "FJ", id, version: 1 },
        digest: new Uint8Array(32),
        sealed: Uint8Array.of(1),
      },
      await receiptOf(id, at),
    );
  const names = async () => {
    const ids = (await kept.getAllKeys("receipts")).map(([id]) => id.replace(/-\d+$/, ""));
    return Object.fromEntries(
      [...Map.groupBy(ids, (id) => id)].map(([name, { length }]) => [name, length]),
    );
  };

  test("are kept for 30 days, and the last 200 longer", async () => {
    const now = Date.now();
    // By its id the oldest stands last: the time of its receipt counts.
    await fill("z-oldest", 1, now - 60 * day);
    await fill("old", 198, now - 31 * day);
    await accept("first", now);
    expect(await names()).toEqual({ "z-oldest": 1, old: 198, first: 1 });
    await accept("second", now);
    expect(await names()).toEqual({ old: 198, first: 1, second: 1 });
    await fill("recent", 300, now - 29 * day);
    await accept("third", now);
    expect(await names()).toEqual({ recent: 300, first: 1, second: 1, third: 1 });
  });
});

describe("what an officer keeps", () => {
  test("is the officer's own in this browser, and goes when it is erased", async () => {
    await keepDraft(kept, { id: "d", written, changedAt: 1 }, null);
    await keepDraft(kept, { id: "e", written, changedAt: 2 }, null);
    const other = { participant: "FJ", principal: "fj-liaison" };
    const its = await openKept(other);
    expect(await openDrafts(its)).toEqual([]);
    await eraseKept(its);
    its.close();
    expect((await openDrafts(kept)).map(({ id }) => id)).toEqual(["e", "d"]);
    const otherTab = await openKept(officer);
    await eraseKept(kept);
    expect(await openDrafts(otherTab)).toEqual([]);
    await keepDraft(otherTab, { id: "f", written, changedAt: 3 }, null);
    expect((await openDrafts(kept)).map(({ id }) => id)).toEqual(["f"]);
    otherTab.close();
  });

  test("has no notice that an earlier release of the console kept after it was refused", async () => {
    const earlier = { participant: "FJ", principal: "fj-earlier" };
    const name = "talanoa publish FJ:fj-earlier";
    const first = await openDB(name, 1, {
      upgrade(database) {
        for (const store of ["drafts", "templates"])
          database.createObjectStore(store, { keyPath: store === "drafts" ? "id" : "name" });
        for (const store of ["waiting", "refused", "receipts"]) database.createObjectStore(store);
      },
    });
    const refusal = { at: 5, code: "conflict", message: "", violations: [] };
    await first.put("refused", { sealed: Uint8Array.of(1, 2, 3), refusal }, ["0", 1, "FJ"]);
    await first.put("waiting", { sealed: Uint8Array.of(4) }, ["1", 1, "FJ"]);
    await first.put("drafts", { id: "d", written, changedAt: 1 });
    const onBlocked = vi.fn<() => void>();
    const opening = openKept(earlier, onBlocked);
    // A window with the earlier release is open still.
    await vi.waitFor(() => expect(onBlocked).toHaveBeenCalled());
    first.close();
    const its = await opening;
    expect(await its.getAll("refused")).toEqual([]);
    expect(await its.count("waiting")).toBe(1);
    expect(await openDrafts(its)).toMatchObject([{ id: "d" }]);
    await eraseKept(its);
    its.close();
  });

  test("as a template has nothing of persons, nor of one case", async () => {
    const full = { ...written, persons: [{ name: "SAMPLE PERSON" }], case_reference: "FJ-1" };
    await keepTemplate(kept, { name: "Yachts", written: full });
    expect(await keptTemplates(kept)).toEqual([
      {
        name: "Yachts",
        written: {
          kind: "alert",
          type: "sighting",
          title: "Yacht without lights",
          where: [{ name: "Suva" }],
          narrative: { text: "Left at night." },
          marking: { tlp: "TLP:GREEN" },
        },
      },
    ]);
    await eraseTemplate(kept, "Yachts");
    expect(await keptTemplates(kept)).toEqual([]);
  });
});
