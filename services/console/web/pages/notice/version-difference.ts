import type { Line } from "@talanoa/sharing/notice/describe-line.ts";
import type { OpenedNotice } from "@talanoa/sharing/notice/open.ts";
import { shownLines } from "./shown-lines.ts";

/** What one version says and another does not. */
export interface Difference {
  /** Where it stands: the section, and the lines that it is under. */
  readonly path: readonly string[];
  /** What the older version says there; empty for what was added. */
  readonly before: string;
  /** What the newer version says there; empty for what was taken away. */
  readonly after: string;
  /** Both are words of codes. */
  readonly isCode?: true;
}

/** Lines that every version has of its own. */
const OF_EACH = new Set(["version", "revision", "issued"]);

/**
 * What differs between two versions as a reader sees them, in the order in which the newer one says it: lines that
 * stand at the same place with another text, lines that came and lines that went.
 */
export function differences(older: OpenedNotice, newer: OpenedNotice): Difference[] {
  return compared(linesOf(older), linesOf(newer), []);
}

function linesOf(notice: OpenedNotice): Line[] {
  return shownLines(notice).filter(({ label }) => !OF_EACH.has(label));
}

function compared(
  older: readonly Line[],
  newer: readonly Line[],
  path: readonly string[],
): Difference[] {
  const befores = Map.groupBy(older, ({ label }) => label);
  const afters = Map.groupBy(newer, ({ label }) => label);
  const labels = [...new Set([...afters.keys(), ...befores.keys()])];
  return labels.flatMap((label) => {
    const [gone, come] = withoutSame(befores.get(label) ?? [], afters.get(label) ?? []);
    return Array.from({ length: Math.max(gone.length, come.length) }, (_, i) =>
      pair([...path, label], gone[i], come[i]),
    ).flat();
  });
}

/** Both lists without what stands in both: a line that only moved is no difference. */
function withoutSame(before: readonly Line[], after: readonly Line[]): [Line[], Line[]] {
  const gone = [...before];
  const come = after.filter((line) => {
    const at = gone.findIndex((other) => textOf(other) === textOf(line));
    if (at >= 0) gone.splice(at, 1);
    return at < 0;
  });
  return [gone, come];
}

function pair(path: readonly string[], before?: Line, after?: Line): Difference[] {
  const { isCode } = (before ?? after)!;
  const texts = { path, before: before?.value ?? "", after: after?.value ?? "" };
  const own = isCode ? { ...texts, isCode } : texts;
  const isHead = (before ?? after)!.lines.length > 0;
  const differs = own.before !== own.after || (!isHead && (!before || !after));
  return [...(differs ? [own] : []), ...compared(before?.lines ?? [], after?.lines ?? [], path)];
}

function textOf(line: Line): string {
  return JSON.stringify(line);
}
