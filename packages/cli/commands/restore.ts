import { join, resolve } from "node:path";
import { keptCheckpoint } from "@talanoa/backup/copy/log-checkpoint.ts";
import { readManifest } from "@talanoa/backup/folder/manifest.ts";
import { restore, type Restored, tryRestore } from "@talanoa/backup/restore/restore.ts";
import { makeFolder, writeDurably } from "@talanoa/platform/durable-file.ts";
import { counted } from "@talanoa/contract/counted.ts";
import type { Command } from "commander";
import {
  type BrokerOption,
  logDataFolder,
  openBroker,
  PUBLISHED,
  withBroker,
} from "../backup/open-broker.ts";
import { checkpointSize, sayRestored } from "../backup/restored-lines.ts";
import type { Context } from "../context.ts";
import { isThere } from "../file-trouble.ts";
import { Progress } from "../progress.ts";
import { UsageError } from "../usage-error.ts";

interface RestoreOptions extends BrokerOption {
  readonly dryRun?: boolean;
  readonly logData?: string;
}

export function define(command: Command, context: Context): void {
  withBroker(command)
    .description(
      "Put a backup back into a hub that has nothing: with its services stopped. What was recalled, erased or has expired by what the backups tell is not put back. Names each notice that is lost.",
    )
    .argument(
      "<folders...>",
      "backups of one hub: the newest with content, and any with the records since",
    )
    .option("--dry-run", "say what would be put back and what is lost; needs no hub")
    .option(
      "--log-data <folder>",
      "audit-log's data folder: it gets the log's checkpoint, which the log must come to",
    )
    .action((folders: string[], options: RestoreOptions) => putBack(context, folders, options));
}

async function putBack(
  context: Context,
  named: readonly string[],
  options: RestoreOptions,
): Promise<void> {
  const { terminal, signal } = context;
  const folders = named.map((folder) => resolve(terminal.cwd, folder));
  for (const folder of folders)
    if (!(await readManifest(folder))) throw new UsageError(`${folder} is no backup`);
  const now = Date.now();
  if (options.dryRun)
    return sayRestored(context, await tryRestore({ folders, now, signal }), { dryRun: true });
  await using broker = await openBroker(context, options, { user: "restore", alone: true });
  const { bus, stream, dataFolder } = broker;
  if (dataFolder !== null && !(await isThere(join(dataFolder, "keys"))))
    terminal.say(
      `${dataFolder} has no keys: a backup has none. Put back keys, identities and screening before the hub starts, or it makes new ones, with which nobody is known to it.\n`,
    );
  const logData = options.logData
    ? resolve(terminal.cwd, options.logData)
    : dataFolder && logDataFolder(dataFolder);
  if (logData) await giveCheckpoint(context, folders, logData);
  const restored = await put(context, { bus, folders, stream, now, signal });
  await sayRestored(context, restored, { dryRun: false });
}

async function put(
  { terminal }: Context,
  options: Parameters<typeof restore>[0],
): Promise<Restored> {
  let progress: Progress | undefined;
  try {
    return await restore({
      ...options,
      onProgress(place, of) {
        progress ??= new Progress(terminal, of);
        progress.show(place, "");
      },
    });
  } finally {
    progress?.clear();
  }
}

/** Gives audit-log the newest checkpoint of the backups, unless it knows what it published. */
async function giveCheckpoint(
  { terminal }: Context,
  folders: readonly string[],
  logData: string,
): Promise<void> {
  const path = join(logData, PUBLISHED);
  if (await isThere(path)) return;
  const notes = (await Promise.all(folders.map(keptCheckpoint))).flatMap((note) => note ?? []);
  const newest = notes.toSorted((one, other) => checkpointSize(other) - checkpointSize(one))[0];
  if (newest === undefined) return;
  await makeFolder(logData);
  await writeDurably(path, Buffer.from(newest));
  const entries = counted(checkpointSize(newest), "entry", "entries");
  terminal.say(`The log must come to the checkpoint of ${entries} that the backup has.\n`);
}
