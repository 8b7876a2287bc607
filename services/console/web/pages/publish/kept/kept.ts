import type { RefusalOnFile } from "@talanoa/client/outbox.ts";
import type { Violation } from "@talanoa/sharing/notice/violation.ts";
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Written } from "../../../words/draft-path.ts";
import type { Amending } from "../amend/amending.ts";

/** A draft that an officer has written on this device. */
export interface KeptDraft {
  readonly id: string;
  readonly written: Written;
  /** Unix ms. */
  readonly changedAt: number;
  /** Set of the next version of a notice. */
  readonly amending?: Amending;
  /** The name of the sealed notice that was made of it and waits for its receipt. */
  readonly sentAs?: string;
  /** Why the hub refused what was made of it. */
  readonly refused?: readonly Violation[];
  /** Set of what stands beside a draft that was changed, sent or erased in another tab. */
  readonly isCopy?: true;
  /** The name of a notice that was made of it and waited when the officer took it back: the hub may have it. */
  readonly mayStandAs?: string;
  /** Set of what a page had not kept yet when it was left: the draft that it was written on, as it was known then. */
  readonly leftFrom?: KnownDraft & { readonly id: string };
}

/** What a tab knows of what stands under the id of its draft. */
export interface KnownDraft {
  /** As of when it was opened or kept last; Unix ms, null where nothing stood. */
  readonly changedAt: number | null;
  /** As of when the tab has itself put it since, without having heard yet whether it stands; Unix ms. */
  readonly put?: readonly number[];
}

/** A draft that an officer begins others from, by its name. */
export interface KeptTemplate {
  readonly name: string;
  readonly written: Written;
}

/** What names a sealed notice; sorted so, the oldest stands first and versions in their order. */
export type NoticeKey = [id: string, version: number, origin: string];

interface Stores extends DBSchema {
  drafts: { key: string; value: KeptDraft };
  templates: { key: string; value: KeptTemplate };
  waiting: { key: NoticeKey; value: { readonly sealed: Uint8Array } };
  refused: {
    key: NoticeKey;
    /** Without the notice: its draft has what was written. `bytes` is the size it had. */
    value: { readonly bytes: number; readonly refusal: RefusalOnFile };
  };
  /** Bytes of a SignedReceipt. */
  receipts: { key: NoticeKey; value: Uint8Array };
}

const stores = ["drafts", "templates", "waiting", "refused", "receipts"] as const;

/** What one officer has kept in this browser. */
export type Kept = IDBPDatabase<Stores>;

export interface Officer {
  readonly participant: string;
  readonly principal: string;
}

/**
 * Opens what an officer has kept here; each has a database of its own. Throws DOMException.
 *
 * @param onBlocked is told that a window with an earlier release has it open: it is opened once that one is closed
 */
export function openKept(officer: Officer, onBlocked: () => void = () => {}): Promise<Kept> {
  return openDB<Stores>(nameOf(officer), 2, {
    upgrade(database, before, _, change) {
      if (before === 1) {
        // It had what was refused with the whole notice. What fails here fails the opening.
        change
          .objectStore("refused")
          .clear()
          .catch(() => {});
        return;
      }
      database.createObjectStore("drafts", { keyPath: "id" });
      database.createObjectStore("templates", { keyPath: "name" });
      for (const store of ["waiting", "refused", "receipts"] as const)
        database.createObjectStore(store);
    },
    blocked: onBlocked,
    // A later release in another window does not wait for this one.
    blocking: (_, __, event) => (event.target as IDBDatabase).close(),
  });
}

/** Erases all that an officer has kept here, also what waits to be sent; other tabs may have it open. */
export async function eraseKept(kept: Kept): Promise<void> {
  const change = kept.transaction(stores, "readwrite", { durability: "strict" });
  for (const store of stores) await change.objectStore(store).clear();
  await change.done;
}

function nameOf({ participant, principal }: Officer): string {
  return `talanoa publish ${participant}:${principal}`;
}
