import { createReadStream } from "node:fs";
import { basename, extname, resolve } from "node:path";
import { importCsv } from "@talanoa/passenger/watchlist/import-csv.ts";
import { importFtm } from "@talanoa/passenger/watchlist/import-ftm.ts";
import { Watchlist } from "@talanoa/passenger/watchlist/watchlist.ts";
import type { Context } from "../context.ts";
import { fileTrouble } from "../file-trouble.ts";
import { UsageError } from "../usage-error.ts";

/** A list that travellers, vessels and companies are compared with. */
export interface NamedList {
  readonly name: string;
  readonly list: Watchlist;
  /** Lines that could not be read, so that nobody of them is found. */
  readonly leftOut: number;
}

/** Lines that are told of a list; there may be many of one kind. */
const TOLD = 5;

/**
 * Reads lists in CSV (`.csv`) or in FollowTheMoney's JSON lines (all else). Says which lines were left out.
 * Throws UsageError for a list that cannot be read.
 */
export async function readWatchlists(
  context: Context,
  files: readonly string[],
): Promise<NamedList[]> {
  const lists: NamedList[] = [];
  for (const file of files)
    lists.push({ name: basename(file), ...(await readList(context, file)) });
  return lists;
}

async function readList(
  { terminal, signal }: Context,
  file: string,
): Promise<Omit<NamedList, "name">> {
  const list = new Watchlist();
  const path = resolve(terminal.cwd, file);
  const read = extname(file).toLowerCase() === ".csv" ? importCsv : importFtm;
  let wrong = 0;
  let leftOut = 0;
  try {
    for await (const { entry, problems } of read(createReadStream(path, { signal }))) {
      if (entry) list.add(entry);
      else leftOut += 1;
      for (const { line, column, description } of problems) {
        wrong += 1;
        const place = `${file}, line ${line}${column ? `, ${column}` : ""}`;
        if (wrong <= TOLD) terminal.say(`${place}: ${description}\n`);
      }
    }
  } catch (error) {
    signal.throwIfAborted();
    const trouble = fileTrouble(error, file);
    if (trouble === null) throw error;
    throw new UsageError(trouble);
  }
  if (wrong > TOLD) terminal.say(`${file}: ${wrong - TOLD} more\n`);
  if (list.size === 0) throw new UsageError(`there is no entry in ${file}`);
  return { list, leftOut };
}
