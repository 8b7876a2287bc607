import { join } from "node:path";
import { isArchive, LOG_KEY, openArchive } from "@talanoa/client/archive/read-archive.ts";
import { NotGenuine } from "@talanoa/client/genuine-receipt.ts";
import { archivedIn } from "@talanoa/client/log-archives.ts";
import { folderTiles } from "@talanoa/client/folder-tiles.ts";
import { counted } from "@talanoa/contract/counted.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { type Policy, signedAlone } from "@talanoa/tlog/note/open-checkpoint.ts";
import type { TreeHead } from "@talanoa/tlog/tree/hash.ts";
import { tilePath } from "@talanoa/tlog/tree/tile-path.ts";
import { tileAt } from "@talanoa/tlog/tree/tile.ts";
import type { Context } from "../context.ts";
import { type LogKeyOptions, policyOf } from "../log-policy.ts";
import { readArchives } from "./archives-file.ts";
import { checkExportFolder, isThere, makerOf } from "./export-folder.ts";
import { sayTree } from "./say-tree.ts";
import { checkTree, ShownRecords } from "./tree-check.ts";
import { readRecords, RECORDS, TABLE, tableFault } from "./records-file.ts";
import type { Verdict } from "./verdict.ts";
import { verifyArchive } from "./verify-archive.ts";
import { askQuorum } from "./quorum.ts";
import { givenCheckpoint, openNamed } from "./given-checkpoint.ts";

/**
 * Verifies an export: its tree against its checkpoint, and its records against the tree. Needs no hub. Whoever makes it
 * says whether the hub showed that none is missing up to the end that was asked for: of this an export has the last alone.
 * Throws NotGenuine and UsageError that say what does not fit.
 */
export async function verifyExport(
  context: Context,
  folder: string,
  options: LogKeyOptions & { since?: string; isEndKnown?: boolean },
): Promise<void> {
  await checkExportFolder(folder);
  const source = folderTiles(folder);
  const policy = await policyOf(context, options, await enclosedKey());
  const records = join(folder, RECORDS);
  const hasRecords = await isThere(records);
  if (!hasRecords) await checkWithoutRecords(folder);
  // Part of the log: only as far as its archive has it.
  if (!hasRecords && (await isArchive(folder)))
    return verifyArchive(context, await openArchive(folder, signedAlone(policy)), policy);
  const note = await source.get("checkpoint").catch(notAnExport);
  const opened = openNamed(join(folder, "checkpoint"), note, policy);
  const { size } = opened.checkpoint;
  const earlier = await earlierHead(options, policy, size);
  const shown = new ShownRecords();
  if (hasRecords) for await (const entry of readRecords(records)) shown.add(entry);
  // An older export to the same folder may have them all.
  const first = join(folder, tilePath({ ...tileAt(0, 0, size), level: "entries" }));
  const { until: from, archives } =
    size > 0 && (await isThere(first)) ? archivedIn([]) : await readArchives(folder);
  const checked = { earlier, shown, from };
  const rate = await checkTree(context, source, opened.checkpoint, checked).catch(cutShort);
  const verdict = hasRecords ? await recordsVerdict() : null;
  await sayTree(context, { opened, policy, archives, rate, verdict });
  if (!hasRecords && !context.options.json)
    context.terminal.say("It has no records: the tree alone was verified.\n");
  if (await isArchive(folder))
    await verifyArchive(context, await openArchive(folder, signedAlone(policy)), policy);
  if (!context.options.json && policy.keyFrom === "enclosed")
    context.terminal.say(
      "The key is the export's own: compare it with one that you trust, or give that by --log-key.\n",
    );
  askQuorum(context, opened, policy);

  async function recordsVerdict(): Promise<Verdict> {
    const maker = await makerOf(folder);
    const found = { ...shown.verdict(size, maker?.reader ?? null), offline: true };
    const { isEndKnown = true } = options;
    const verdict = isEndKnown ? found : withoutEnd(found);
    const fault = await tableFault(join(folder, TABLE), readRecords(records));
    return fault === null ? verdict : { ...verdict, faults: [...verdict.faults, fault] };
  }

  async function enclosedKey(): Promise<string | undefined> {
    const bytes = await source.get(LOG_KEY).catch((error: unknown) => {
      if (error instanceof HubError && error.code === "not-found") return null;
      throw error;
    });
    return bytes === null ? undefined : Buffer.from(bytes).toString();
  }

  function notAnExport(error: unknown): never {
    if (!(error instanceof HubError) || error.code !== "not-found") throw error;
    throw new NotGenuine(
      `${folder} is no export of the log, or one that was not finished: it has no checkpoint`,
    );
  }

  function cutShort(error: unknown): never {
    if (!(error instanceof HubError) || error.code !== "not-found") throw error;
    throw new NotGenuine(`the export is not whole: ${error.message}`);
  }
}

function withoutEnd(verdict: Verdict): Verdict {
  const { completeness } = verdict;
  return { ...verdict, completeness: completeness && { ...completeness, upTo: null } };
}

async function earlierHead(
  { since }: { since?: string },
  policy: Policy,
  size: number,
): Promise<TreeHead[]> {
  if (since === undefined) return [];
  const { checkpoint } = await givenCheckpoint(since, policy);
  if (checkpoint.size > size)
    throw new NotGenuine(
      `${since} is of ${counted(checkpoint.size, "entry", "entries")}, and the export has ${size}`,
    );
  return [checkpoint];
}

/** Throws NotGenuine for an export whose records were taken out; an archive has others, and a tree none. */
async function checkWithoutRecords(folder: string): Promise<void> {
  if (await isThere(join(folder, TABLE)))
    throw new NotGenuine(
      `${TABLE} stands in ${folder} without ${RECORDS}, against which alone it can be verified`,
    );
  const maker = await makerOf(folder);
  if (maker !== null && maker.kind !== "tree")
    throw new NotGenuine(
      `${folder} has no ${RECORDS}, and is an export with records: it was taken out, or the export not finished`,
    );
}
