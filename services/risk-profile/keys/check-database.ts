import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { InvalidConfig } from "@talanoa/platform/config.ts";
import { makeFolder, writeDurably } from "@talanoa/platform/durable-file.ts";
import { isMissing } from "@talanoa/platform/missing-file.ts";
import type { Screening } from "../screening.ts";

/** Names the database whose keys stand in a folder. */
const FILE = "database-id";

/**
 * Makes sure that the keys in a data folder are those of this database: keys that no row names are destroyed, so
 * beside an empty or another database all lists would go; and rows without a key are, so without the folder they would.
 * The first start notes which one it is. Throws InvalidConfig when it is another, or when the folder is not the one in
 * which the keys of what is kept are.
 */
export async function checkDatabase({ db }: Pick<Screening, "db">, folder: string): Promise<void> {
  const { id } = await db.selectFrom("database_id").select("id").executeTakeFirstOrThrow();
  await makeFolder(folder);
  const path = join(folder, FILE);
  const noted = await readFile(path, "utf8").then(
    (text) => text.trim(),
    (error: unknown) => {
      if (!isMissing(error)) throw error;
      return null;
    },
  );
  if (noted !== null) {
    if (noted !== id) throw new InvalidConfig(`TALANOA_POSTGRES_URL: ${otherDatabase}`);
  } else if (await isKept(db)) {
    throw new InvalidConfig(`TALANOA_DATA_DIR: ${withoutKeys} ${path} with the line ${id}`);
  } else {
    await writeDurably(path, Buffer.from(id));
  }
}

/** Whether anything is kept that takes a key. */
async function isKept(db: Screening["db"]): Promise<boolean> {
  const kept = await Promise.all(
    (["watchlist", "held_transmission", "waiting_part", "trip", "flag"] as const).map((table) =>
      db.selectFrom(table).select("participant").limit(1).executeTakeFirst(),
    ),
  );
  return kept.some(Boolean);
}

const otherDatabase =
  "this is not the database whose keys stand in TALANOA_DATA_DIR. Give the one that belongs to them, or an empty folder.";
const withoutKeys =
  "the database has lists, trips or flags, and their keys are not here. Give the folder that has them. If they are lost, so is what was kept: to begin without it, make the file";
