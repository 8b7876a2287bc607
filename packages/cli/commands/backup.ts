import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Copied, copyStream, keptSubjects } from "@talanoa/backup/copy/copy-stream.ts";
import { fetchCheckpoint, keepCheckpoint } from "@talanoa/backup/copy/log-checkpoint.ts";
import { type Manifest, MANIFEST } from "@talanoa/backup/folder/manifest.ts";
import { LOCK, strangeNames } from "@talanoa/backup/folder/strange-names.ts";
import { counted } from "@talanoa/contract/counted.ts";
import { takeLock } from "@talanoa/devstack/exclusive-lock.mjs";
import type { Bus } from "@talanoa/platform/bus/connection.ts";
import { lastOf } from "@talanoa/platform/bus/read-up-to.ts";
import { makeFolder } from "@talanoa/platform/durable-file.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import type { Command } from "commander";
import {
  type Broker,
  type BrokerOption,
  logDataFolder,
  openBroker,
  PUBLISHED,
  withBroker,
} from "../backup/open-broker.ts";
import type { Context } from "../context.ts";
import { isThere } from "../file-trouble.ts";
import { printFields, printJson } from "../print.ts";
import { Progress } from "../progress.ts";
import { UsageError } from "../usage-error.ts";

interface BackupOptions extends BrokerOption {
  readonly follow?: boolean;
  readonly records?: boolean;
  readonly log?: string;
}

/** Milliseconds from one checkpoint that is kept to the next. */
const CHECKPOINT_EVERY = 5_000;

export function define(command: Command, context: Context): void {
  withBroker(command)
    .description(
      "Copy what the hub exchanges to files: what is new since the last time, and with --follow what comes. What has been erased in the hub is erased there too.",
    )
    .argument("<folder>", "where the backup is, and grows; made when absent")
    .option("--follow", "go on with what comes, until Ctrl-C")
    .option(
      "--records",
      "keep records alone, without the content of notices: what a restore from an older backup must know",
    )
    .option("--log <address>", "where the exchange log publishes its tiles, to keep its checkpoint")
    .action((folder: string, options: BackupOptions) => backUp(context, folder, options));
}

async function backUp(context: Context, named: string, options: BackupOptions): Promise<void> {
  const { terminal, signal } = context;
  const folder = resolve(terminal.cwd, named);
  await checkFolder(folder);
  await makeFolder(folder);
  const lock = takeLock(join(folder, LOCK), {});
  if (!lock.held)
    throw new UsageError(`process ${lock.holder.pid} writes to ${folder}: one at a time does`);
  try {
    await using broker = await openBroker(context, options, { user: "backup" });
    const { bus } = broker;
    const log = options.log ?? broker.logAddress;
    // A log that is away keeps nothing from being copied: it is said at the end, or while the backup goes on.
    const [checkpoint] = await Promise.allSettled([
      options.follow ? null : checkpointNow(broker, log, signal),
    ]);
    using progress = new Progress(terminal, null);
    let copied: Copied = { messages: 0, upTo: 0, rewritten: 0 };
    const keeps = options.records ? "records" : "everything";
    const ended = new AbortController();
    const until = AbortSignal.any([signal, ended.signal]);
    const copying = copyStream({
      bus,
      folder,
      keeps,
      follow: options.follow ?? false,
      signal: until,
      onCopied(its) {
        copied = its;
        progress.show(its.messages, "");
      },
    });
    const isKept = options.follow && log !== null;
    const upTo = () => copied.upTo;
    const keeping = isKept && followLog({ context, bus, folder, keeps, log, until, upTo });
    await together([...(keeping ? [keeping] : []), copying], ended);
    copied = await copying;
    if (checkpoint.status === "fulfilled" && checkpoint.value !== null)
      await keepCheckpoint(folder, checkpoint.value);
    progress.clear();
    await tell(context, folder, copied);
    if (checkpoint.status === "rejected") throw checkpoint.reason;
  } finally {
    lock.release();
  }
}

/** Throws UsageError for a file, and for a folder with those of somebody else: what is copied must not come among them. */
async function checkFolder(folder: string): Promise<void> {
  const strange = await strangeNames(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOTDIR") throw error;
    throw new UsageError(`${folder} is a file, or in one, and no folder`);
  });
  if (strange.length === 0) return;
  const more = strange.length > 3 ? ", …" : "";
  throw new UsageError(
    `${folder} has other files (${strange.slice(0, 3).join(", ")}${more}), and is no backup: it has no ${MANIFEST}`,
    `Name a folder that is empty, or not there yet. If this one was a backup, put its ${MANIFEST} back.`,
  );
}

/** Resolves when all have ended: the end of one ends the others. Rejects as the first of those that did. */
async function together(works: readonly Promise<unknown>[], ended: AbortController): Promise<void> {
  const ending = works.map((work) => work.finally(() => ended.abort()));
  await Promise.allSettled(ending);
  await Promise.all(ending);
}

/** The log's newest checkpoint; that which it published last, of an embedded hub that does not run. */
async function checkpointNow(
  { dataFolder }: Broker,
  log: string | null,
  signal: AbortSignal,
): Promise<string | null> {
  if (log !== null) return fetchCheckpoint(log, signal);
  if (dataFolder === null) return null;
  const published = join(logDataFolder(dataFolder), PUBLISHED);
  return (await isThere(published)) ? readFile(published, "utf8") : null;
}

interface FollowLog {
  readonly context: Context;
  readonly bus: Bus;
  readonly folder: string;
  readonly keeps: Manifest["keeps"];
  readonly log: string;
  readonly until: AbortSignal;
  readonly upTo: () => number;
}

/** Keeps the log's checkpoints while the backup goes on, each once all that it is of is in the backup. */
async function followLog(following: FollowLog): Promise<void> {
  const { context, bus, folder, keeps, log, until, upTo } = following;
  const filters = keptSubjects(keeps);
  let isAway = false;
  while (!until.aborted) {
    try {
      const checkpoint = await fetchCheckpoint(log, until);
      const last = await lastOf(bus, { filters, signal: until });
      while (upTo() < last) await sleep(100, undefined, { signal: until });
      await keepCheckpoint(folder, checkpoint);
      isAway = false;
    } catch (error) {
      if (until.aborted) return;
      if (!(error instanceof HubError)) throw error;
      if (!isAway) context.terminal.say(`${error.message}; the last that was kept stays\n`);
      isAway = true;
    }
    await sleep(CHECKPOINT_EVERY, undefined, { signal: until }).catch(() => {});
  }
}

async function tell(context: Context, folder: string, copied: Copied): Promise<void> {
  const { messages, upTo, rewritten } = copied;
  if (context.options.json)
    return printJson(context, [
      { folder, messages, up_to_sequence: upTo, files_rewritten: rewritten },
    ]);
  await printFields(context, [
    ["backup", folder],
    ["copied", `${counted(messages, "message")}, up to ${upTo} of the stream`],
    ["erased", rewritten > 0 ? `something in ${rewritten} of its files` : ""],
  ]);
}
