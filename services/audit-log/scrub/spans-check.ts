import { SPAN } from "../tables/migrations.ts";
import { type Difference, difference, otherColumns } from "./difference.ts";

/** A row of `time_spans`. */
export interface SpanRow {
  readonly span: number;
  readonly min_at: number;
  readonly max_at: number;
}

/** Follows between which times the entries of each span lie. */
export class Spans {
  #open: SpanRow | null = null;

  /** Takes the next entry's time; gives the span before when this is the first of another. */
  take(index: number, at: number): SpanRow[] {
    const span = Math.floor(index / SPAN);
    const before = this.#open;
    if (before?.span === span) {
      const { min_at: min, max_at: max } = before;
      this.#open = { span, min_at: Math.min(min, at), max_at: Math.max(max, at) };
      return [];
    }
    this.#open = { span, min_at: at, max_at: at };
    return before ? [before] : [];
  }

  /** The span of the last entry that was taken. */
  get open(): SpanRow | null {
    return this.#open;
  }
}

/** Compares one span with its row. */
export function checkSpan(found: SpanRow | undefined, expected: SpanRow): Difference | null {
  const { span } = expected;
  const named = `the row of the entries from ${span * SPAN} on`;
  if (!found) return difference("time_spans", span, "", `${named} is missing`);
  const [column] = otherColumns(found, expected);
  if (!column) return null;
  return difference(
    "time_spans",
    span,
    column,
    `${named} has another ${column} than their records`,
  );
}
