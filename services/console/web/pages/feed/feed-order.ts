import { Precedence } from "@talanoa/contract/generated/talanoa.ts";
import type { FeedLine, NoticeFeedLine } from "./feed-line.ts";

/**
 * Whether a line stays on top until somebody of one's own administration acknowledges it: a notice of another that is
 * flash or immediate. An exercise does, below what is real.
 */
export function staysOnTop(line: FeedLine, own: string): line is NoticeFeedLine {
  return (
    line.kind === "notice" &&
    line.notice.precedence >= Precedence.IMMEDIATE &&
    line.notice.ref.origin !== own &&
    !line.acknowledged
  );
}

/**
 * Lines in the order in which they are read: first what stays on top, the real before exercises, flash before
 * immediate; then all else, whatever its precedence. Within each the newest is first.
 */
export function inOrder(lines: Iterable<FeedLine>, own: string): FeedLine[] {
  const ranked = [...lines].map((line) => ({ line, rank: rankOf(line, own) }));
  ranked.sort(
    (one, other) =>
      other.rank - one.rank ||
      other.line.at - one.line.at ||
      // Some order, so that lines of one moment do not change places.
      (one.line.key < other.line.key ? -1 : 1),
  );
  return ranked.map(({ line }) => line);
}

const { IMMEDIATE, FLASH } = Precedence;

/** 0 for what does not stay on top. */
function rankOf(line: FeedLine, own: string): number {
  if (!staysOnTop(line, own)) return 0;
  const { precedence, exercise } = line.notice;
  const urgency = Math.min(precedence, FLASH) - IMMEDIATE + 1;
  return exercise ? urgency : urgency + (FLASH - IMMEDIATE + 1);
}
