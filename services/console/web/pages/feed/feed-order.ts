import { Precedence } from "@talanoa/contract/generated/talanoa.ts";
import type { FeedLine } from "./feed-line.ts";

/**
 * Whether a line stays on top until somebody of one's own administration does what it asks for: a notice of another that
 * is flash or immediate, until it is acknowledged; a recall of another's, until one's copies are stated as destroyed. An
 * exercise does, below what is real.
 */
export function staysOnTop(line: FeedLine, own: string): boolean {
  return rankOf(line, own) > 0;
}

/**
 * Lines in the order in which they are read: first what stays on top, the real before exercises, flash before
 * recalls, these before immediate; then all else, whatever its precedence. Within each the newest is first.
 */
export function inOrder(lines: Iterable<FeedLine>, own: string): FeedLine[] {
  const its = [...lines].map((line) => ({ line, rank: rankOf(line, own) }));
  its.sort(
    (one, other) =>
      other.rank - one.rank ||
      other.line.at - one.line.at ||
      // Some order, so that lines of one moment do not change places.
      (one.line.key < other.line.key ? -1 : 1),
  );
  return its.map(({ line }) => line);
}

const ranks = { immediate: 1, recall: 2, flash: 3 };
const ABOVE_EXERCISES = 3;

/** 0 for what does not stay on top. */
function rankOf(line: FeedLine, own: string): number {
  if (line.kind === "recall") return ranked(ranks.recall, line);
  if (line.kind !== "notice" || line.acknowledged || line.notice.ref.origin === own) return 0;
  const { precedence } = line.notice;
  if (precedence < Precedence.IMMEDIATE) return 0;
  return ranked(precedence >= Precedence.FLASH ? ranks.flash : ranks.immediate, line.notice);
}

function ranked(rank: number, { exercise }: { readonly exercise: boolean }): number {
  return exercise ? rank : rank + ABOVE_EXERCISES;
}
