import type { Caller } from "@talanoa/platform/auth/tokens.ts";
import type { Feeds } from "./feeds.ts";
import { type HeldCopy, maySee } from "./held-copy.ts";
import { readStandingCopy } from "./read-stream.ts";

/** A page ends before it is larger than what gRPC clients take unless told, 4 MiB. */
const MOST_BYTES = 3 * 1024 * 1024;
/** A page ends, though not full, when so many rows were looked at: few copies may pass. */
const MOST_ROWS = 2_000;
/** Copies that are read at once: each may have 512 KiB, and the page may end at any of them. */
const READ_AT_ONCE = 50;

/** Where a copy may stand that belongs on the page. */
export interface PageRow {
  /** A page that begins behind this row goes on with those of smaller places. */
  readonly place: number;
  /** Of the copy in the stream; null for one that does not belong there. */
  readonly copy: number | null;
}

export interface PageQuestion {
  readonly before: number;
  readonly size: number;
  readonly signal: AbortSignal;
  /** The next rows before a place, the newest first, at most so many. */
  rows(before: number, most: number): Promise<readonly PageRow[]>;
  /** Whether a copy that the caller may see belongs on the page. */
  accepts(held: HeldCopy): boolean | Promise<boolean>;
}

export interface Page {
  readonly copies: HeldCopy[];
  /** The place behind which the next page begins. */
  end: number;
  more: boolean;
}

/** Reads a page of the caller's feed, of copies that the caller may be shown. */
export async function readPage(
  feeds: Pick<Feeds, "bus" | "endings">,
  caller: Caller,
  { before, size, signal, rows: rowsBefore, accepts }: PageQuestion,
): Promise<Page> {
  const page: Page = { copies: [], end: before, more: true };
  let bytes = 0;
  for (let looked = 0; looked < MOST_ROWS;) {
    signal.throwIfAborted();
    const wanted = Math.min(READ_AT_ONCE, size - page.copies.length + 1);
    const rows = await rowsBefore(page.end, wanted);
    const found = await Promise.all(
      rows.map(async ({ copy }) =>
        copy === null ? null : readStandingCopy(feeds, copy, caller.participant),
      ),
    );
    for (const [i, { place }] of rows.entries()) {
      const held = found[i];
      if (held && maySee(caller, held) && (await accepts(held))) {
        bytes += held.size;
        if (page.copies.length === size || (bytes > MOST_BYTES && page.copies.length > 0)) {
          return page;
        }
        page.copies.push(held);
      }
      page.end = place;
    }
    looked += rows.length;
    if (rows.length < wanted) return { ...page, more: false };
  }
  return page;
}
