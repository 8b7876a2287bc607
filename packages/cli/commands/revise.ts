import { heldNotice } from "@talanoa/client/held-notice.ts";
import { directoryKeys } from "@talanoa/client/key-ring.ts";
import { sealRevision } from "@talanoa/client/seal-draft.ts";
import { Revision } from "@talanoa/contract/generated/talanoa.ts";
import type { OpenedNotice } from "@talanoa/sharing/notice/open.ts";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { openDrafts } from "../drafts.ts";
import { noticeLines } from "../notice-page.ts";
import { unlessEnded } from "../notice-ended.ts";
import { findNotice, refHelp } from "../notice-ref.ts";
import { secondsOption } from "../option-values.ts";
import { noticeJson } from "../json.ts";
import { printJson } from "../print.ts";
import { deliverOne, keep, sendEarlier } from "../publish-one.ts";
import { openSession, type Session } from "../session.ts";
import { UsageError } from "../usage-error.ts";

interface Options {
  correction?: boolean;
  change?: boolean;
  marking?: string;
  audience?: string[];
  expires?: string;
  dryRun?: boolean;
  wait: number;
}

export function define(command: Command, context: Context): void {
  command
    .description(
      "Publish the next version of a notice of your own: what the file gives in place of what was said, field by field; a field that is null is left out. A correction goes to exactly those who hold the version before, a change of audience or marking to its own audience.",
    )
    .argument("<notice>", refHelp)
    .argument("[file]", "the fields that change, JSON or YAML, or - for standard input")
    .option("--correction", "what was said is put right, for the same readers")
    .option("--change", "audience or marking change")
    .option("--marking <marking>", "the new marking of a change, as TLP:AMBER")
    .option("--audience <words>", "the new audience, with commas: all, polynesia, TO", words)
    .option("--expires <time>", "the new end, as 2031-01-01")
    .option("--dry-run", "show what would be sent, and send nothing")
    .option("--wait <seconds>", "how long to try while the hub does not answer", secondsOption, 30)
    .action(async (text: string, file: string | undefined, options: Options) => {
      const revision = revisionOf(options);
      const changes = await changesOf(context, file, options);
      await using session = await openSession(context);
      const before = await ownNotice(context, session, text);
      const sealed = await sealRevision(session.identity, before, revision, changes, Date.now());
      if (options.dryRun) return show(context, sealed.opened);
      const patience = options.wait * 1_000;
      const kept = await keep(session, sealed);
      const fate = await deliverOne(context, session, kept, patience);
      if (fate.kind !== "waiting") await sendEarlier(context, session, kept.outbox, patience);
    });
}

function revisionOf({ correction, change }: Options): Revision {
  if (correction === change)
    throw new UsageError(
      "say what the new version is",
      "Give --correction, for the same readers, or --change, for a new audience or marking.",
    );
  return correction ? Revision.CORRECTION : Revision.CHANGE;
}

/** What a file and the options give, as the fields of a draft. */
async function changesOf(
  { terminal, signal }: Context,
  file: string | undefined,
  { marking, audience, expires }: Options,
): Promise<object> {
  const given = Object.entries({ marking, audience, expires }).filter(([, value]) => value);
  if (file === undefined) {
    if (given.length === 0)
      throw new UsageError(
        "nothing changes",
        "Give a file with the fields that change, or --marking, --audience or --expires.",
      );
    return Object.fromEntries(given);
  }
  const source = await openDrafts(file, terminal, signal);
  const [first, ...more] = await Array.fromAsync(source.drafts);
  const draft = first?.draft;
  if (more.length > 0 || typeof draft !== "object" || draft === null)
    throw new UsageError(`${file} does not give the fields of one notice`);
  return { ...draft, ...Object.fromEntries(given) };
}

/** The newest version of a notice of one's own, all of it. */
async function ownNotice(
  { signal }: Context,
  { hub, identity }: Session,
  text: string,
): Promise<OpenedNotice> {
  const { origin, id } = await findNotice(hub, text, signal);
  if (origin !== identity.participant)
    throw new UsageError(`${origin} alone revises its notices`, "Publish one of your own.");
  const its = heldNotice(hub, { origin, id, version: 0 }, directoryKeys(hub), { signal });
  return unlessEnded(hub, { origin, id, version: 0 }, its, signal);
}

async function show(context: Context, notice: OpenedNotice): Promise<void> {
  if (context.options.json) return printJson(context, [{ ...noticeJson(notice), sent: false }]);
  await context.terminal.write(`${noticeLines(notice, context.terminal).join("\n")}\n`);
}

function words(value: string): string[] {
  return value.split(",").map((word) => word.trim());
}
