import { alreadyWaits } from "@talanoa/client/already-waits.ts";
import type { Claim } from "@talanoa/client/claim.ts";
import type { Outbox, RefusalOnFile } from "@talanoa/client/outbox.ts";
import { type Publication, publicationOf, refText } from "@talanoa/client/publication.ts";
import { type NoticeRef, SignedReceipt } from "@talanoa/contract/generated/talanoa.ts";
import { ChangedElsewhere, isOther, settle } from "./drafts.ts";
import type { Kept, KeptDraft, KnownDraft, NoticeKey } from "./kept.ts";
import { dropOldReceipts } from "./old-receipts.ts";

const strict = { durability: "strict" } as const;

export interface BrowserOutbox extends Outbox {
  /**
   * Puts the notice that was made of a draft, and closes the draft until the notice is settled: both or neither.
   * Throws ChangedElsewhere as `keepDraft` does, and HubError as `put` does.
   */
  putMade(publication: Publication, draft: KeptDraft, known: KnownDraft | null): Promise<void>;
}

/**
 * The outbox of an officer in this browser: each step is one transaction, on the disk when it returns, and all
 * tabs share it. What becomes of a notice becomes of its draft in the same step: it goes with the receipt, and is
 * open again when the notice is refused or dropped; one that is dropped may have been sent.
 */
export function browserOutbox(kept: Kept, locks: Pick<LockManager, "request">): BrowserOutbox {
  async function setAside(
    key: NoticeKey,
    sealed: Uint8Array,
    refusal: RefusalOnFile,
  ): Promise<void> {
    const change = kept.transaction(["waiting", "refused", "drafts"], "readwrite", strict);
    const its = await change.objectStore("waiting").get(key);
    if (its && isSame(its.sealed, sealed)) {
      await change.objectStore("refused").put({ bytes: its.sealed.length, refusal }, key);
      await change.objectStore("waiting").delete(key);
      const { violations: refused } = refusal;
      await settle(change.objectStore("drafts"), refText(refOf(key)), { refused });
    }
    await change.done;
  }

  return {
    async put({ ref, sealed }) {
      const change = kept.transaction("waiting", "readwrite", strict);
      const standing = (await change.store.get(keyOf(ref)))?.sealed;
      if (!standing) await change.store.put({ sealed }, keyOf(ref));
      await change.done;
      if (standing && !isSame(standing, sealed)) throw alreadyWaits(ref);
    },

    async putMade({ ref, sealed }, draft, known) {
      const change = kept.transaction(["waiting", "drafts"], "readwrite", strict);
      const isChanged = isOther(await change.objectStore("drafts").get(draft.id), known);
      const isWaiting = (await change.objectStore("waiting").getKey(keyOf(ref))) !== undefined;
      if (isChanged || isWaiting) {
        await change.done;
        throw isChanged ? new ChangedElsewhere() : alreadyWaits(ref);
      }
      await change.objectStore("waiting").put({ sealed }, keyOf(ref));
      await change.objectStore("drafts").put({ ...draft, sentAs: refText(ref) });
      await change.done;
    },
    async waiting() {
      const found: Publication[] = [];
      for (const key of await kept.getAllKeys("waiting")) {
        const its = await kept.get("waiting", key);
        if (!its) continue;
        const publication = readPublication(its.sealed, key);
        if (publication) found.push(publication);
        else
          await setAside(key, its.sealed, {
            at: Date.now(),
            code: "damaged",
            message: "what is kept is not the notice that its name says",
            violations: [],
          });
      }
      return found;
    },

    async isWaiting({ ref, sealed }) {
      const its = await kept.get("waiting", keyOf(ref));
      return its !== undefined && isSame(its.sealed, sealed);
    },

    async receipt(ref) {
      const bytes = await kept.get("receipts", keyOf(ref));
      return bytes ? SignedReceipt.decode(bytes) : null;
    },

    refusal: async ({ ref }) => (await kept.get("refused", keyOf(ref)))?.refusal ?? null,

    async accept({ ref, sealed }, receipt) {
      const those = ["waiting", "receipts", "refused", "drafts"] as const;
      const change = kept.transaction(those, "readwrite", strict);
      await change.objectStore("receipts").put(SignedReceipt.encode(receipt), keyOf(ref));
      const standing = (await change.objectStore("waiting").get(keyOf(ref)))?.sealed;
      // Another of its name, and the draft of that one, is still to be sent.
      if (!standing || isSame(standing, sealed)) {
        await change.objectStore("waiting").delete(keyOf(ref));
        // It may have been refused before it was put right.
        await change.objectStore("refused").delete(keyOf(ref));
        await settle(change.objectStore("drafts"), refText(ref), null);
      }
      await dropOldReceipts(change.objectStore("receipts"), Date.now());
      // The commit point: from here on the notice need not be sent.
      await change.done;
    },

    refuse: ({ ref, sealed }, refusal) => setAside(keyOf(ref), sealed, refusal),

    async refused() {
      const found = [];
      for (const key of await kept.getAllKeys("refused")) {
        const its = await kept.get("refused", key);
        const ref = refOf(key);
        if (its) found.push({ name: refText(ref), ref, bytes: its.bytes, refusal: its.refusal });
      }
      return found;
    },

    async drop(notice) {
      const { ref } = notice;
      if (!ref) return;
      const change = kept.transaction(["waiting", "refused", "drafts"], "readwrite", strict);
      if (!("sealed" in notice)) {
        await change.objectStore("refused").delete(keyOf(ref));
        return change.done;
      }
      const standing = (await change.objectStore("waiting").get(keyOf(ref)))?.sealed;
      // Another of its name, and the draft of that one, is still to be sent.
      if (!standing || isSame(standing, notice.sealed)) {
        await change.objectStore("waiting").delete(keyOf(ref));
        await change.objectStore("refused").delete(keyOf(ref));
        const mayStandAs = refText(ref);
        await settle(change.objectStore("drafts"), mayStandAs, { mayStandAs });
      }
      await change.done;
    },

    claim: (ref) => claimBy(locks, `${kept.name} ${refText(ref)}`),
  };
}

/** A lock that the tab holds until it is disposed of, or the tab is gone; null while another tab has it. */
function claimBy(locks: Pick<LockManager, "request">, name: string): Promise<Claim | null> {
  const claimed = Promise.withResolvers<Claim | null>();
  const over = Promise.withResolvers<void>();
  locks
    .request(name, { ifAvailable: true }, (lock) => {
      claimed.resolve(lock && { [Symbol.asyncDispose]: async () => over.resolve() });
      return lock ? over.promise : undefined;
    })
    .catch(claimed.reject);
  return claimed.promise;
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return indexedDB.cmp(one, other) === 0;
}

function keyOf({ id, version, origin }: NoticeRef): NoticeKey {
  return [id, version, origin];
}

function refOf([id, version, origin]: NoticeKey): NoticeRef {
  return { origin, id, version };
}

function readPublication(sealed: Uint8Array, key: NoticeKey): Publication | null {
  try {
    const publication = publicationOf(sealed);
    return refText(publication.ref) === refText(refOf(key)) ? publication : null;
  } catch {
    return null;
  }
}
