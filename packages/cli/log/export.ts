import { join, resolve } from "node:path";
import { exportRecords, removeManifest } from "@talanoa/client/archive/export-records.ts";
import { fetchRecords } from "@talanoa/client/archive/fetch-records.ts";
import { LOG_KEY } from "@talanoa/client/archive/read-archive.ts";
import { writeDurably, writeWhole } from "@talanoa/platform/durable-file.ts";
import { exportTree, removePartial } from "@talanoa/client/export-tree.ts";
import { type Archived, fetchArchived } from "@talanoa/client/log-archives.ts";
import { NotGenuine } from "@talanoa/client/genuine-receipt.ts";
import { checkpointOf, confirmInTurn } from "@talanoa/client/prove-in-turn.ts";
import { rangeOfRecords } from "@talanoa/client/range-of-records.ts";
import { recordsOf } from "@talanoa/client/survey-records.ts";
import { signedTiles } from "@talanoa/client/signed-tiles.ts";
import { folderTiles } from "@talanoa/client/folder-tiles.ts";
import type { ArchivedRecord, Reason } from "@talanoa/contract/generated/talanoa.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { RecordsCheck } from "@talanoa/sharing/record/completeness.ts";
import { upToEnd } from "@talanoa/sharing/record/ending.ts";
import { formatNote } from "@talanoa/tlog/note/note.ts";
import type { OpenedCheckpoint } from "@talanoa/tlog/note/open-checkpoint.ts";
import { formatVerifierKey } from "@talanoa/tlog/note/verifier-key.ts";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { type KnownPolicy, type LogKeyOptions, policyOf, withLogKeys } from "../log-policy.ts";
import { timeOption, untilOption } from "../option-values.ts";
import { Progress } from "../progress.ts";
import { openSession, type Session } from "../session.ts";
import { writeArchives } from "./archives-file.ts";
import { openNamed } from "./given-checkpoint.ts";
import { claimFolder, type ExportMaker } from "./export-folder.ts";
import { provedFromKept } from "./from-kept.ts";
import { checkCase, type ReasonOptions, reasonOf, withReason } from "./reason.ts";
import { readRecords, recordLines, RECORDS, TABLE, tableLines } from "./records-file.ts";
import { verifyExport } from "./verify-export.ts";
import { tilesOf } from "./verify-whole.ts";

interface ExportOptions extends ReasonOptions, LogKeyOptions {
  from?: number;
  to?: number;
  restorable?: boolean;
}

export function defineExport(command: Command, context: Context): void {
  withReason(withLogKeys(command.command("export")))
    .description(
      "Keep the whole tree of the exchange log, and the records that you may see, in a folder that anyone can verify. Goes on where it was interrupted.",
    )
    .argument(
      "<folder>",
      "where to: empty, or an earlier export by the same participant, which fetches what is new",
    )
    .option(
      "--from <time>",
      "records from this time on: 2025-07-14 (UTC), 2025-07-14T09:30+12:00, 24h",
      timeOption,
    )
    .option("--to <time>", "records before the end of this time", untilOption)
    .option("--restorable", "also what the log can be made again of: for the Secretariat's auditor")
    .action(async (text: string, options: ExportOptions) => {
      const folder = resolve(context.terminal.cwd, text);
      const reason = reasonOf(options);
      const policy = await policyOf(context, options);
      let isEndKnown: boolean;
      {
        await using session = await openSession(context);
        const maker = makerFor(session, policy, options);
        // Of the tree nobody is asked why.
        if (maker.kind !== "tree") checkCase(reason);
        await using _claim = await claimFolder(folder, maker);
        const exported = await provedFromKept(context, session, policy, (kept) =>
          exportAll(session, { folder, policy, kept }, reason, options),
        );
        if (!exported) return;
        ({ isEndKnown } = exported);
      }
      await verifyExport(context, folder, { ...options, isEndKnown });
    });

  /** Writes records and tree; gives the checkpoint that they are of, and whether heads tell of their end. */
  async function exportAll(
    session: Session,
    { folder, policy, kept }: Destination,
    reason: Reason,
    options: ExportOptions,
  ): Promise<{ opened: OpenedCheckpoint; isEndKnown: boolean }> {
    const { hub, identity } = session;
    const { signal } = context;
    const { from = 0, to: until = 0 } = options;
    const ending = { from, until, untilIndex: 0, now: Date.now() };
    await removeManifest(folder);
    const before = await standingCheckpoint(folder, policy);
    const known = before ? [...kept, before] : kept;
    const { check, last } = await exportSeen(
      session,
      { folder, policy, kept: known },
      reason,
      options,
    );
    const since = last ? [last] : known;
    const opened = await checkpointOf(hub, policy, check.lastIndex + 1, { since, signal });
    const archived = await fetchArchived(hub, { signal });
    const beginning = { from, fromIndex: 0, archivedUntil: archived.until };
    const found = check.found(identity.participant, beginning);
    const [fault] = found.faults;
    if (fault) throw new NotGenuine(`the hub does not show all records: ${fault}`);
    await exportTreeOf(session, folder, policy, { opened, before, archived });
    if (options.restorable)
      await exportArchive(session, folder, reason, { opened, fromIndex: archived.until });
    return { opened, isEndKnown: upToEnd(found, ending).upTo !== null };
  }

  /**
   * Writes the records of a time. Gives what checks that the hub showed all around it, by records that are proved whether they
   * are written or not, and the checkpoint in which the last of them was.
   */
  async function exportSeen(
    { hub, identity }: Session,
    { folder, policy, kept: since }: Destination,
    reason: Reason,
    { from = 0, to = 0 }: ExportOptions,
  ): Promise<{ check: RecordsCheck; last: OpenedCheckpoint | null }> {
    const { terminal, signal } = context;
    const check = new RecordsCheck();
    if (!identity.roles.includes("auditor")) {
      terminal.say(`${identity.name} is no auditor: the tree is exported, and no records.\n`);
      return { check, last: null };
    }
    using bar = new Progress(terminal, null);
    let count = 0;
    let last: OpenedCheckpoint | null = null;
    const checked = async function* () {
      const found = recordsOf(hub, reason, { from, until: to }, { signal });
      for await (const proved of confirmInTurn(hub, policy, found, { since, signal })) {
        last = proved.opened;
        for (const entry of proved.entries) check.take(entry);
        count += proved.entries.length;
        bar.show(count, "records");
        yield* proved.entries;
      }
    };
    const records = join(folder, RECORDS);
    const range = rangeOfRecords(checked(), { from, until: to });
    await writeWhole(records, recordLines(range));
    await writeWhole(join(folder, TABLE), tableLines(readRecords(records)));
    return { check, last };
  }

  async function exportTreeOf(
    { identity }: Session,
    folder: string,
    policy: KnownPolicy,
    { opened, before, archived }: TreeToExport,
  ): Promise<void> {
    const { terminal, signal } = context;
    const { size } = opened.checkpoint;
    const keys = policy.keys.map(formatVerifierKey);
    await writeDurably(join(folder, LOG_KEY), Buffer.from(`${keys.join("\n")}\n`));
    using bar = new Progress(terminal, null);
    await writeArchives(folder, archived.archives);
    const source = signedTiles(tilesOf(identity, signal), policy, opened.checkpoint);
    await exportTree(source, folder, {
      size,
      from: archived.until,
      progress: (done, files) => bar.show(done, `of ${files} files of the tree`),
      signal,
    });
    // The commit point: until now the folder had the tree of the checkpoint before, if any.
    await writeDurably(join(folder, "checkpoint"), Buffer.from(formatNote(opened.note)));
    if (before) await removePartial(folder, before.checkpoint.size, size);
  }

  async function exportArchive(
    { hub }: Session,
    folder: string,
    reason: Reason,
    { opened, fromIndex }: { readonly opened: OpenedCheckpoint; readonly fromIndex: number },
  ): Promise<void> {
    const { terminal, signal } = context;
    const { size } = opened.checkpoint;
    using bar = new Progress(terminal, size - fromIndex);
    const counted = async function* (found: AsyncIterable<ArchivedRecord>) {
      let count = 0;
      for await (const record of found) {
        bar.show(++count, "records as they are stored");
        yield record;
      }
    };
    const range = { fromIndex, untilIndex: size };
    const found = fetchRecords(hub, reason, range, { signal });
    await exportRecords(folder, { fromIndex, opened, records: counted(found) });
  }
}

function makerFor(
  { identity }: Session,
  { origin }: KnownPolicy,
  { restorable }: ExportOptions,
): ExportMaker {
  const seen = identity.roles.includes("auditor") ? "records" : "tree";
  return { log: origin, reader: identity.participant, kind: restorable ? "restorable" : seen };
}

interface Destination {
  readonly folder: string;
  readonly policy: KnownPolicy;
  /** What the identity kept of the log. */
  readonly kept: readonly OpenedCheckpoint[];
}

interface TreeToExport {
  readonly opened: OpenedCheckpoint;
  /** What stands in the folder. */
  readonly before: OpenedCheckpoint | null;
  readonly archived: Archived;
}

/** The checkpoint of an export that stands in the folder; null when there is none. */
async function standingCheckpoint(
  folder: string,
  policy: KnownPolicy,
): Promise<OpenedCheckpoint | null> {
  try {
    const note = await folderTiles(folder).get("checkpoint");
    return openNamed(join(folder, "checkpoint"), note, policy);
  } catch (error) {
    if (error instanceof HubError && error.code === "not-found") return null;
    throw error;
  }
}
