import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { writeDurably } from "@talanoa/client/durable-file.ts";
import { type LogEntry, ownRecords, trail } from "@talanoa/client/log.ts";
import { logPolicy } from "@talanoa/client/log-proof.ts";
import { proofFile, verifyProofFile } from "@talanoa/client/proof-file.ts";
import { proveInTurn } from "@talanoa/client/prove-in-turn.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { plain } from "../plain-text.ts";
import { printJson } from "../print.ts";
import { openSession, type Session } from "../session.ts";
import { namedNotice, noticeHelp } from "./named-notice.ts";
import { type ReasonOptions, reasonOf, withReason } from "./reason.ts";

interface ProveOptions extends ReasonOptions {
  out?: string;
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
      const wanted = index === null ? await entriesOf(session, text) : null;
      const entries = wanted?.entries ?? (await entryAt(session, index!));
      const place = resolve(
        context.terminal.cwd,
        options.out ?? wanted?.folder ?? `entry-${index}.tlog-proof`,
      );
      if (wanted) await mkdir(place, { recursive: true });
      const nameOf = ({ index: its, step }: LogEntry) =>
        wanted
          ? join(place, `${String(its).padStart(9, "0")}-${fileWord(step)}.tlog-proof`)
          : place;
      await keepProofs(session, entries, nameOf);

      async function entriesOf({ hub }: Session, named: string) {
        const notice = await namedNotice(session, named, context);
        const rows = trail(hub, reason, notice, { pageSize: 1_000, signal: context.signal });
        const found = await Array.fromAsync(rows);
        if (found.length === 0)
          throw new HubError("not-found", "the log has nothing about it that you may see");
        return { entries: found, folder: `proofs-${notice.origin}-${notice.id}` };
      }

      async function entryAt({ hub }: Session, at: number) {
        const range = { fromIndex: at, untilIndex: at + 1 };
        const found = await Array.fromAsync(ownRecords(hub, reason, range, context));
        if (found.length === 0)
          throw new HubError("not-found", `entry ${at} is not in the log, or not yours to see`);
        return found;
      }
    });

  async function keepProofs(
    { hub, identity }: Session,
    entries: readonly LogEntry[],
    nameOf: (entry: LogEntry) => string,
  ): Promise<void> {
    const { terminal, options, signal } = context;
    const policy = logPolicy(identity.hub);
    let size = 0;
    for await (const proved of proveInTurn(hub, policy, entries, { signal })) {
      size = proved.opened.checkpoint.size;
      for (const [i, entry] of proved.entries.entries()) {
        const text = proofFile(entry, proved.proofs[i]!, proved.opened);
        verifyProofFile(text, policy);
        const file = nameOf(entry);
        await writeDurably(file, Buffer.from(text));
        if (options.json)
          await printJson(context, [{ index: entry.index, step: entry.step, file }]);
        else await terminal.write(`${file}\n`);
      }
    }
    if (options.json) return;
    const what = entries.length === 1 ? "1 entry" : `${entries.length} entries`;
    terminal.say(
      `${what} proved in the log of ${size} entries of ${plain(policy.origin)}. ` +
        "`talanoa verify FILE` shows what each proves; it needs no hub.\n",
    );
  }
}

/** A step as a part of a file's name. */
function fileWord(step: string): string {
  return step.replaceAll(/[^a-z-]/g, "_");
}
