import { promisify } from "node:util";
import { zstdCompress, zstdDecompress } from "node:zlib";
import type { ListEntry } from "@talanoa/passenger/watchlist/entry.ts";
import type { Logger } from "@talanoa/platform/logging.ts";
import { open, seal } from "@talanoa/platform/sealed.ts";
import type { Screening } from "../screening.ts";
import type { ScreeningTables } from "../tables/tables.ts";
import { type Lists, loadList } from "./lists.ts";

type Stores = Pick<Screening, "db" | "keys">;

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

/** A list that is to be kept; the version is that of its record. */
export interface NewList {
  readonly participant: string;
  readonly id: string;
  readonly version: number;
  readonly importedBy: string;
  /** Unix ms. */
  readonly importedAt: number;
  readonly entries: readonly ListEntry[];
}

/**
 * Keeps a list, sealed under a key of its own, in place of the one that stood, whose key is destroyed. False
 * when another import of the same version was first: nothing is changed then.
 */
export async function keepList({ db, keys }: Stores, list: NewList): Promise<boolean> {
  const { participant, id, version, entries } = list;
  const compressed = await compress(JSON.stringify(entries));
  const key = await keys.newOfList(participant);
  const row = {
    participant,
    id,
    version,
    entries: entries.length,
    imported_by: list.importedBy,
    imported_at: list.importedAt,
    slot: key.slot,
    persons: seal(key.bytes, labelOf(participant, id, version), compressed),
  };
  const kept = await db
    .insertInto("watchlist")
    .values(row)
    .onConflict((conflict) =>
      conflict
        .columns(["participant", "id"])
        .doUpdateSet(row)
        .where("watchlist.version", "<", version),
    )
    .executeTakeFirstOrThrow();
  await destroyStrayKeys({ db, keys }, participant);
  return kept.numInsertedOrUpdatedRows === 1n;
}

/** Destroys the key of a list, and with it every copy of the list; its row is to be removed after that. */
export async function destroyList(
  { db, keys }: Stores,
  participant: string,
  id: string,
): Promise<void> {
  const others = await db
    .selectFrom("watchlist")
    .select("slot")
    .where("participant", "=", participant)
    .where("id", "<>", id)
    .execute();
  await keys.destroyListsBut(participant, new Set(others.map(({ slot }) => slot)));
}

/** Removes the row of a list that has no key any more. */
export async function removeRow(
  { db }: Pick<Stores, "db">,
  participant: string,
  id: string,
): Promise<void> {
  await db
    .deleteFrom("watchlist")
    .where("participant", "=", participant)
    .where("id", "=", id)
    .execute();
}

/** Brings all lists into memory. One whose key is gone was being removed: its row goes. */
export async function loadLists({ db, keys }: Stores, lists: Lists, log: Logger): Promise<void> {
  for (const participant of await keys.participants()) {
    await destroyStrayKeys({ db, keys }, participant);
  }
  const rows = await db.selectFrom("watchlist").select(["participant", "id"]).execute();
  for (const { participant, id } of rows) {
    // One at a time: together they may be more than there is memory.
    const row = await db
      .selectFrom("watchlist")
      .selectAll()
      .where("participant", "=", participant)
      .where("id", "=", id)
      .executeTakeFirstOrThrow();
    const entries = await entriesOf({ keys }, row);
    if (entries) {
      lists.put(participant, await loadList(id, row.version, entries));
    } else {
      log.warn({ participant, watchlist: id }, "a list without its key is removed");
      await removeRow({ db }, participant, id);
    }
  }
}

async function entriesOf(
  { keys }: Pick<Screening, "keys">,
  { participant, id, version, slot, persons }: ScreeningTables["watchlist"],
): Promise<ListEntry[] | null> {
  const key = await keys.opening(participant, "watchlist", slot);
  if (!key) return null;
  const opened = open(key, labelOf(participant, id, version), persons);
  return JSON.parse((await decompress(opened)).toString()) as ListEntry[];
}

/** Keys of lists that were replaced, or never came to stand. */
async function destroyStrayKeys({ db, keys }: Stores, participant: string): Promise<void> {
  const standing = await db
    .selectFrom("watchlist")
    .select("slot")
    .where("participant", "=", participant)
    .execute();
  await keys.destroyListsBut(participant, new Set(standing.map(({ slot }) => slot)));
}

function labelOf(participant: string, id: string, version: number): string {
  return `watchlist ${participant} ${id} ${version}`;
}
