import {
  ExchangeLogService,
  type LogArchive,
  type LogRow,
  type NoticeRef,
  type QueryRequest,
  type QueryResponse,
  type Reason,
  RecordCommon,
  RecordPart,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { steps } from "@talanoa/contract/records.ts";
import { UNKNOWN_STEP } from "@talanoa/sharing/record/unknown-step.ts";
import { withErasing } from "@talanoa/sharing/story/erasing.ts";
import type { CallOptions, Hub } from "./hub.ts";

/** One record of the log, as far as one may see it. */
export interface LogEntry {
  /** Place in the log, from 0. */
  readonly index: number;
  /** accepted, routed, released, …; `altered` when it cannot be shown. */
  readonly step: string;
  /** Unix milliseconds. */
  readonly at: number;
  readonly parts: readonly RecordPart[];
  /** It was changed behind the log's back: the hub shows nothing of it but its place. */
  readonly altered: boolean;
  /** As it came, to verify it. */
  readonly row: LogRow;
  /** The entries that erased content of what it is about, and those that may have, being altered; absent when that was not told. */
  readonly erasing?: readonly LogEntry[];
}

export interface AskOptions extends CallOptions {
  /** Told with each page which archives may have more of what was asked for. */
  archived?: (archives: readonly LogArchive[]) => void;
}

/** What is asked of the log; the paging is done here. */
export type LogQuestion = Omit<Init<QueryRequest>, "reason" | "pageToken">;

/**
 * Asks the log, page by page as entries are taken. That it was asked is itself recorded, with the
 * reason. Throws HubError.
 */
export async function* queryLog(
  hub: Hub,
  reason: Reason,
  question: LogQuestion,
  options: AskOptions = {},
): AsyncGenerator<LogEntry, void, void> {
  let pageToken = "";
  do {
    const page = await queryPage(hub, reason, { ...question, pageToken }, options);
    yield* page.entries;
    pageToken = page.next;
  } while (pageToken !== "");
}

/** One page of an answer; `next` asks for the one behind it, and is empty after the last. */
export interface LogPage {
  readonly entries: readonly LogEntry[];
  readonly next: string;
}

/** Asks for one page: the first, or that of a token, which goes with the same question and reason. Throws HubError. */
export async function queryPage(
  hub: Hub,
  reason: Reason,
  question: LogQuestion & { readonly pageToken?: string },
  { archived, ...options }: AskOptions = {},
): Promise<LogPage> {
  const page = await hub.call(ExchangeLogService.query, { ...question, reason }, options);
  archived?.(page.archives);
  return { entries: readPage(page), next: page.nextPageToken };
}

/** All records about one notice that one may see, oldest first. Throws HubError. */
export async function* trail(
  hub: Hub,
  reason: Reason,
  notice: NoticeRef,
  {
    pageSize = 0,
    withErasing = false,
    archived,
    ...options
  }: { pageSize?: number; withErasing?: boolean } & AskOptions = {},
): AsyncGenerator<LogEntry, void, void> {
  let pageToken = "";
  do {
    const request = { reason, notice, pageSize, pageToken, withErasing };
    const page = await hub.call(ExchangeLogService.trail, request, options);
    archived?.(page.archives);
    yield* readPage(page);
    pageToken = page.nextPageToken;
  } while (pageToken !== "");
}

/**
 * All records that one may see in a range of the log, from inclusive, until exclusive and 0 for no end:
 * those of every step, and exercises too. Throws HubError.
 */
export function ownRecords(
  hub: Hub,
  reason: Reason,
  { fromIndex = 0, untilIndex = 0 }: { fromIndex?: number; untilIndex?: number },
  options?: AskOptions,
): AsyncGenerator<LogEntry, void, void> {
  return queryLog(hub, reason, { ...everything, fromIndex, untilIndex, pageSize: 1_000 }, options);
}

/** A question for every record that one may see. */
export const everything: LogQuestion = {
  steps: [...Object.values(steps), UNKNOWN_STEP],
  includeExercises: true,
};

function readPage({ rows, erasing }: Pick<QueryResponse, "rows" | "erasing">): LogEntry[] {
  const entries = rows.map(readRow);
  return erasing ? withErasing(entries, erasing.rows.map(readRow)) : entries;
}

/** An entry as its row says. Throws for bytes that are no parts of a record. */
export function readRow(row: LogRow): LogEntry {
  if (row.altered) {
    return { index: row.index, step: "altered", at: 0, parts: [], altered: true, row };
  }
  const { step, at } = RecordCommon.decode(row.common);
  const parts = row.parts.map((part) => RecordPart.decode(part));
  return { index: row.index, step, at, parts, altered: false, row };
}
