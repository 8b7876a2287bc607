import { mkdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { counted } from "@talanoa/contract/counted.ts";
import { writeDurably } from "@talanoa/platform/durable-file.ts";
import { type LogEntry, ownRecords, trail } from "@talanoa/client/log.ts";
import { logPolicy } from "@talanoa/client/log-proof.ts";
import { proofFile, verifyProofFile } from "@talanoa/client/proof-file.ts";
import { proveInTurn } from "@talanoa/client/prove-in-turn.ts";
import { ToldArchives } from "@talanoa/client/told-archives.ts";
import type { LogArchive, Reason } from "@talanoa/contract/generated/talanoa.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import type { OpenedCheckpoint, Policy } from "@talanoa/tlog/note/open-checkpoint.ts";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { isThere, writing } from "../file-trouble.ts";
import { plain } from "../plain-text.ts";
import { printJson } from "../print.ts";
import { openSession, type Session } from "../session.ts";
import { archiveLines, sayArchives } from "./archives-told.ts";
import { provedFromKept } from "./from-kept.ts";
import { namedNotice, noticeHelp } from "./named-notice.ts";
import { type ReasonOptions, reasonOf, withCase, withReason } from "./reason.ts";
import { UsageError } from "../usage-error.ts";

interface ProveOptions extends ReasonOptions {
  out?: string;
}

/** What is to be proved, and where each proof goes. */
interface Wanted {
  readonly entries: readonly LogEntry[];
  readonly fileOf: (entry: LogEntry) => string;
  /** Those that may have more of it, which the hub does not show. */
  readonly archives: readonly LogArchive[];
}

export function defineProve(command: Command, context: Context): void {
  withReason(command.command("prove"))
    .description(
      "Keep proofs that entries stand in the exchange log, with what you may see of them, for `talanoa verify` and any reader of c2sp.org/tlog-proof.",
    )
    .argument("<notice-or-index>", `a place in the log, or a notice: ${noticeHelp}`)
    .option("--out <path>", "the file for one entry; the folder for the entries of a notice")
    .action(async (text: string, options: ProveOptions) => {
      const reason = reasonOf(options);
      await using session = await openSession(context);
      const index = /^\d{1,15}$/.test(text) ? Number(text) : null;
      const wanted =
        index === null
          ? ofNotice(context, session, reason, { text, out: options.out })
          : ofEntry(context, session, reason, { index, out: options.out });
      await keepProofs(context, session, await withCase(wanted));
    });
}

async function ofNotice(
  context: Context,
  session: Session,
  reason: Reason,
  { text, out }: { readonly text: string; readonly out: string | undefined },
): Promise<Wanted> {
  const { signal, terminal } = context;
  const notice = await namedNotice(session, text, context);
  const told = new ToldArchives();
  const asking = { pageSize: 1_000, signal, archived: told.add };
  const entries = await Array.fromAsync(trail(session.hub, reason, notice, asking));
  if (entries.length === 0)
    throw new HubError(
      "not-found",
      ["the log has nothing about it that you may see", ...archiveLines(told.all)].join(". "),
    );
  const folder = resolve(terminal.cwd, out ?? `proofs-${notice.origin}-${notice.id}`);
  await makeProofFolder(folder);
  const fileOf = ({ index, step }: LogEntry) => {
    const word = step.replaceAll(/[^a-z-]/g, "_");
    return join(folder, `${String(index).padStart(9, "0")}-${word}.tlog-proof`);
  };
  return { entries, fileOf, archives: told.all };
}

async function makeProofFolder(folder: string): Promise<void> {
  if (await isFile(folder))
    throw new UsageError(
      `${folder} is a file, and the proofs of a notice need a folder`,
      "Give a folder by --out; only one entry goes to a file.",
    );
  await writing(folder, () => mkdir(folder, { recursive: true }));
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isFile() ?? false;
}

async function ofEntry(
  { signal, terminal }: Context,
  { hub }: Session,
  reason: Reason,
  { index, out }: { readonly index: number; readonly out: string | undefined },
): Promise<Wanted> {
  const range = { fromIndex: index, untilIndex: index + 1 };
  const told = new ToldArchives();
  const entries = await Array.fromAsync(
    ownRecords(hub, reason, range, { signal, archived: told.add }),
  );
  const [archive] = archiveLines(told.all);
  if (entries.length === 0 && archive)
    throw new HubError("not-found", `entry ${index} is not shown by the hub. ${archive}`);
  if (entries.length === 0)
    throw new HubError("not-found", `entry ${index} is not in the log, or not yours to see`);
  const file = resolve(terminal.cwd, out ?? `entry-${index}.tlog-proof`);
  return { entries, fileOf: () => file, archives: [] };
}

async function keepProofs(context: Context, session: Session, wanted: Wanted): Promise<void> {
  const { terminal, options } = context;
  const policy = logPolicy(session.identity.hub);
  const kept = await provedFromKept(context, session, policy, (since) =>
    writeProofs(context, session, wanted, { policy, since }),
  );
  if (!kept) return;
  const { opened, replaced } = kept;
  sayArchives(context, wanted.archives);
  if (replaced > 0)
    terminal.say(`Files that stood there already, and were replaced: ${replaced}.\n`);
  if (options.json) return;
  const size = opened?.checkpoint.size ?? 0;
  terminal.say(
    `${counted(wanted.entries.length, "entry", "entries")} proved in the log of ${counted(size, "entry", "entries")} of ${plain(policy.origin)}. ` +
      "`talanoa verify FILE` shows what each proves; it needs no hub.\n",
  );
}

interface Known {
  readonly policy: Policy;
  /** What was kept of the log before. */
  readonly since: readonly OpenedCheckpoint[];
}

/** Writes a proof of each entry; gives the last checkpoint, and how many files stood there already. */
async function writeProofs(
  context: Context,
  { hub }: Session,
  { entries, fileOf }: Wanted,
  { policy, since }: Known,
): Promise<{ opened: OpenedCheckpoint | null; replaced: number }> {
  const { terminal, options, signal } = context;
  let last: OpenedCheckpoint | null = null;
  let replaced = 0;
  for await (const proved of proveInTurn(hub, policy, entries, { since, signal })) {
    last = proved.opened;
    for (const [i, entry] of proved.entries.entries()) {
      const text = proofFile(entry, proved.proofs[i]!, last);
      verifyProofFile(text, policy);
      const file = fileOf(entry);
      if (await isThere(file)) replaced += 1;
      await writing(file, () => writeDurably(file, Buffer.from(text)));
      if (options.json) await printJson(context, [{ index: entry.index, step: entry.step, file }]);
      else await terminal.write(`${file}\n`);
    }
  }
  return { opened: last, replaced };
}
