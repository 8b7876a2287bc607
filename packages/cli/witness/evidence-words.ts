import type { Json } from "../json.ts";
import { plain } from "../plain-text.ts";
import type { Style } from "../style.ts";
import { isoTime } from "@talanoa/client/times.ts";
import type { Contradiction } from "./contradiction.ts";
import type { Evidence } from "./evidence.ts";
import type { LogState } from "./log-state.ts";

/** What each kind is called in tables. */
export const contradictionWords = {
  fork: "FORK",
  unproven: "not proven",
} satisfies Record<Contradiction, string>;

const headings = {
  fork: (log, size) => `FORK: ${log} has signed two different trees of size ${size}.`,
  unproven: (log, size, last) =>
    `NOT PROVEN, MAYBE A FORK: ${log} has signed a tree of size ${size} that was not shown to grow from the one of size ${last} that this witness cosigned.`,
} satisfies Record<Contradiction, (log: string, size: string, last: string) => string>;

const meaning = {
  fork: "Nobody but the log can sign these. Whoever reads it may have been shown another log than others.",
  unproven:
    "Either the log has forked, or whoever sent it sent a wrong proof. Ask the log's operator for the proof.",
} satisfies Record<Contradiction, string>;

/** What is said on the terminal when a contradiction is found. */
export function evidenceLines(
  { kind, file, checkpoint }: Evidence,
  last: LogState | undefined,
  { bold, bad }: Style,
): string[] {
  const log = plain(checkpoint?.origin ?? "");
  const heading = headings[kind](log, String(checkpoint?.size), String(last?.size ?? 0));
  return [
    bold(bad(heading)),
    ...(last ? [`  cosigned   size ${last.size}  root ${base64(last.root)}`] : []),
    ...(checkpoint
      ? [`  refused    size ${checkpoint.size}  root ${base64(checkpoint.root)}`]
      : []),
    `  evidence   ${plain(file)}`,
    meaning[kind],
    "It was not cosigned. Keep the evidence, and see docs/witness.md for what to do.",
  ];
}

export function evidenceJson({ kind, seenAt, file, checkpoint }: Evidence): {
  [key: string]: Json;
} {
  return {
    kind,
    log: checkpoint?.origin ?? null,
    size: checkpoint?.size ?? null,
    root: checkpoint ? base64(checkpoint.root) : null,
    seen_at: isoTime(seenAt),
    file,
  };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}
