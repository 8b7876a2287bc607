import type { NoticeName } from "@talanoa/contract/subjects.ts";
import { EXCHANGE, subjects } from "@talanoa/contract/subjects.ts";
import type { BackupMessage, NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import type { Bus } from "@talanoa/platform/bus/connection.ts";
import { readAllMarkers } from "@talanoa/platform/bus/markers.ts";
import { readUpTo } from "@talanoa/platform/bus/read-up-to.ts";
import { recordOf } from "@talanoa/platform/bus/record-message.ts";
import { readMessage } from "@talanoa/platform/bus/standing.ts";
import { firstPlace } from "@talanoa/platform/bus/tombstone.ts";
import { writeDurably } from "@talanoa/platform/durable-file.ts";
import { beginning, blockBytes, readBlocks } from "../folder/block-file.ts";
import { withoutPayload } from "../folder/kept-message.ts";
import { type MessageFile, messageFiles } from "../folder/message-files.ts";
import { type Gone, isGone } from "../gone.ts";

/** A notice's sections stand in one batch with it, which has at most so many messages. */
const BATCH = 1_000;

interface Span {
  readonly first: number;
  readonly last: number;
}

/**
 * Erases from a backup what the stream says, in records after one sequence and up to another, to have been erased.
 * The files that hold such content are written anew without it, each whole or not at all; to be called again does no
 * harm. The appending must be closed. Resolves with the number of files.
 */
export async function sweep(
  bus: Bus,
  folder: string,
  { after, upTo }: { readonly after: number; readonly upTo: number },
  signal: AbortSignal,
): Promise<number> {
  const whole = new Set<string>();
  const personal = new Map<string, number>();
  const spans: Span[] = [];
  const filters = [subjects.erasedRecords];
  for await (const message of readUpTo(bus, { filters, startSequence: after + 1, signal })) {
    if (message.sequence > upTo) break;
    const erased = recordOf(message)?.facts?.erased;
    if (!erased?.notice) continue;
    const { origin, id, version } = erased.notice;
    const name = `${origin}/${id}`;
    if (erased.versions > 0) whole.add(name);
    else personal.set(name, Math.max(version, personal.get(name) ?? 0));
    spans.push(...(await spansOf(bus, erased.notice)));
  }
  const touched = filesWith(await messageFiles(folder), spans);
  for (const file of touched)
    await writeDurably(file.path, withoutGone(file, { whole, personal, buried: new Set() }));
  return touched.length;
}

/** Where content of what was erased stood. */
async function spansOf(bus: Bus, notice: NoticeRef): Promise<Span[]> {
  const spans: Span[] = [];
  for (let version = 1; version <= notice.version; version++) {
    const subject = subjects.noticeAnyPrecedence({ ...notice, version });
    const standing = await readMessage(bus, EXCHANGE, { last_by_subj: subject });
    if (!standing) continue;
    const place = firstPlace(standing);
    spans.push({ first: place - BATCH, last: place + BATCH });
  }
  return [...spans, ...(await copiesOf(bus, notice))];
}

async function copiesOf(bus: Bus, notice: NoticeName): Promise<Span[]> {
  const markers = await readAllMarkers(bus, notice);
  return markers.map(({ sequence, recipients }) => ({
    first: sequence,
    last: sequence + recipients.length,
  }));
}

/** The files in which something of these spans may stand. */
export function filesWith(files: readonly MessageFile[], spans: readonly Span[]): MessageFile[] {
  return files.filter((file, i) => {
    const next = files[i + 1]?.first ?? Number.POSITIVE_INFINITY;
    return spans.some(({ first, last }) => first < next && last >= file.first);
  });
}

async function* withoutGone(file: MessageFile, gone: Gone): AsyncGenerator<Uint8Array, void, void> {
  yield beginning;
  for await (const { block } of readBlocks(file)) {
    const messages = block.messages.flatMap((message) => leftOf(message, gone));
    yield blockBytes({ ...block, messages });
  }
}

/** A notice has a record, which stays; sections and copies have none. */
function leftOf(message: BackupMessage, gone: Gone): BackupMessage[] {
  if (!isGone(message, gone)) return [message];
  return message.subject.startsWith("notice.") ? [withoutPayload(message)] : [];
}
