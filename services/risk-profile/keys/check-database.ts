import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isMissing, makeFolder, writeDurably } from "@talanoa/platform/durable-file.ts";
import type { Screening } from "../screening.ts";

/** Names the database whose keys stand in a folder. */
const FILE = "database-id";

/**
 * Makes sure that the keys in a data folder are those of this database: keys that no row names are destroyed, so
 * beside an empty or another database all lists would go. The first start notes which one it is. Throws when it
 * is another.
 */
export async function checkDatabase({ db }: Pick<Screening, "db">, folder: string): Promise<void> {
  const { id } = await db.selectFrom("database_id").select("id").executeTakeFirstOrThrow();
  await makeFolder(folder);
  const path = join(folder, FILE);
  const noted = await readFile(path, "utf8").catch((error: unknown) => {
    if (!isMissing(error)) throw error;
    return null;
  });
  if (noted === null) await writeDurably(path, Buffer.from(id));
  else if (noted !== id) throw new Error(`TALANOA_POSTGRES_URL: ${otherDatabase}`);
}

const otherDatabase =
  "this is not the database whose keys stand in TALANOA_DATA_DIR. Give the one that belongs to them, or an empty folder.";
