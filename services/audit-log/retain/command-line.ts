import { userInfo } from "node:os";
import { parseArgs } from "node:util";
import type { RestoreOptions } from "./restore.ts";

/** What an operator wants done. */
export type Order =
  | { readonly name: "copy"; readonly folder: string }
  | {
      readonly name: "detach";
      readonly folder: string;
      readonly by: string;
      readonly partition?: number;
      /** Unix ms. */
      readonly before?: number;
    }
  | { readonly name: "attach"; readonly folders: readonly string[] }
  | ({ readonly name: "restore"; readonly folders: readonly string[] } & RestoreOptions);

export const usage = `Archives of the exchange log, with the settings of audit-log:

  copy FOLDER       copy what is in the database to archives in a folder, for a backup
  detach FOLDER     take the oldest whole partitions out of the database, to archives in a folder
    --before DATE     those whose last entry was stored before this time, as 2025-07-14 (UTC)
    --partition N     those up to this number, from 0
    --by NAME         who does it, as it is noted; else the account's name
  attach FOLDER…    put archives back into the database, the newest first
  restore FOLDER…   make the log again from archives, or an export, in an empty database: audit-log is stopped
    --unsigned        take those whose manifest the log's key did not sign, as an export's
    --stream-from N   the stream begins at sequence N, and no record between is lost
`;

const options: { readonly [Name in Order["name"]]: readonly string[] } = {
  copy: [],
  detach: ["before", "partition", "by"],
  attach: [],
  restore: ["unsigned", "stream-from"],
};

/** The words of a command are not as they should be. */
export class InvalidOrder extends Error {
  override readonly name = "InvalidOrder";
}

/** Reads a command line; null for one that asks how it is used. Throws InvalidOrder that says what is wrong. */
export function readOrder(words: readonly string[]): Order | null {
  const { values, positionals } = parsed(words);
  if (values.help) return null;
  const [name, ...folders] = positionals;
  const [folder] = folders;
  if (name !== "copy" && name !== "detach" && name !== "attach" && name !== "restore")
    throw new InvalidOrder(name ? `${name} is no command` : "which command?");
  if (folder === undefined) throw new InvalidOrder(`${name}: name the folder`);
  const odd = Object.keys(values).find((option) => !options[name].includes(option));
  if (odd !== undefined) throw new InvalidOrder(`${name} takes no --${odd}`);
  if (name === "attach") return { name, folders };
  if (name === "restore") {
    const { unsigned = false, "stream-from": from } = values;
    const streamFrom = from === undefined ? null : wholeNumber("stream-from", from);
    return { name, folders, unsigned, streamFrom };
  }
  if (folders.length > 1) throw new InvalidOrder(`${name} takes one folder`);
  if (name === "copy") return { name, folder };
  const { before, partition, by = userInfo().username } = values;
  if ((before === undefined) === (partition === undefined))
    throw new InvalidOrder("detach: give either --before or --partition");
  const limit =
    before === undefined
      ? { partition: wholeNumber("partition", partition!) }
      : { before: timeOf(before) };
  return { name, folder, by, ...limit };
}

function parsed(words: readonly string[]) {
  try {
    const option = { type: "string" } as const;
    const flag = { type: "boolean" } as const;
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        before: option,
        partition: option,
        by: option,
        unsigned: flag,
        help: { ...flag, short: "h" },
        "stream-from": option,
      },
    });
  } catch (error) {
    throw new InvalidOrder((error as Error).message);
  }
}

function wholeNumber(option: string, text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InvalidOrder(`--${option} is a whole number from 0`);
}

function timeOf(text: string): number {
  const time = /^\d{4}-\d\d-\d\d(T.+)?$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isFinite(time)) return time;
  throw new InvalidOrder("--before is a time such as 2025-07-14 or 2025-07-14T09:30Z");
}
