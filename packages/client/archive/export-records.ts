import { createHash } from "node:crypto";
import { join } from "node:path";
import type { ArchivedRecord } from "@talanoa/contract/generated/talanoa.ts";
import { formatNote } from "@talanoa/tlog/note/note.ts";
import type { OpenedCheckpoint } from "@talanoa/tlog/note/open-checkpoint.ts";
import { removeDurably, writeDurably } from "@talanoa/platform/durable-file.ts";
import { formatManifest } from "./manifest.ts";
import { MANIFEST, RECORDS } from "./read-archive.ts";
import { type Digest, recordBytes } from "./records-file.ts";

/** What is exported of a log whose tree stands in the folder already. */
export interface RecordsToExport {
  readonly fromIndex: number;
  readonly opened: OpenedCheckpoint;
  /** From that index up to the end of the checkpoint's tree. */
  readonly records: AsyncIterable<ArchivedRecord>;
}

/** Makes an export an archive, of which the log can be made again; its manifest is not signed. */
export async function exportRecords(
  folder: string,
  { fromIndex, opened, records }: RecordsToExport,
): Promise<void> {
  const digest: Digest = { sha256: "" };
  const times: number[] = [];
  await writeDurably(join(folder, RECORDS), recordBytes(timed(records, times), digest));
  const text = formatManifest({
    origin: opened.checkpoint.origin,
    fromIndex,
    untilIndex: opened.checkpoint.size,
    firstAt: times[0] ?? 0,
    lastAt: times[1] ?? 0,
    checkpoint: createHash("sha256").update(formatNote(opened.note)).digest("hex"),
    records: digest.sha256,
  });
  await writeDurably(join(folder, MANIFEST), Buffer.from(text));
}

/** Takes back what made an export an archive: its tree is about to change. */
export function removeManifest(folder: string): Promise<void> {
  return removeDurably(join(folder, MANIFEST));
}

/** The records as they come; notes when the first and the last were stored. */
async function* timed(
  records: AsyncIterable<ArchivedRecord>,
  times: number[],
): AsyncGenerator<ArchivedRecord, void, void> {
  for await (const record of records) {
    times[times.length === 0 ? 0 : 1] = record.storedAt;
    times[1] ??= record.storedAt;
    yield record;
  }
}
