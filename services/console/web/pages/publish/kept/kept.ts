import type { RefusalOnFile } from "@talanoa/client/outbox.ts";
import type { Violation } from "@talanoa/sharing/notice/violation.ts";
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Written } from "../form/draft-path.ts";
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
  /** Set of what a page had not kept yet when it was left: the draft that it was written on, and as of when. */
  readonly leftFrom?: { readonly id: string; readonly changedAt: number | null };
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

/** Opens what an officer has kept here; each has a database of its own. Throws DOMException. */
export function openKept(officer: Officer): Promise<Kept> {
  return openDB<Stores>(nameOf(officer), 1, {
    upgrade(database) {
      database.createObjectStore("drafts", { keyPath: "id" });
      database.createObjectStore("templates", { keyPath: "name" });
      for (const store of ["waiting", "refused", "receipts"] as const)
        database.createObjectStore(store);
    },
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
