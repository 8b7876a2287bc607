import { refText } from "@talanoa/client/publication.ts";
import { counted } from "@talanoa/contract/counted.ts";
import type {
  DecisionChange,
  ParticipantDecision,
  TryEntryResponse,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Context } from "./context.ts";
import type { Json } from "./json.ts";
import { shortId } from "@talanoa/sharing/notice/short-id.ts";
import { printRows } from "./print.ts";
import { styleOf } from "./style.ts";
import { type Cell, type Column, table } from "./table.ts";
import type { Terminal } from "./terminal.ts";
import { utc } from "@talanoa/client/times.ts";

/** Prints which decisions a change of the directory would have made otherwise. */
export async function printTried(context: Context, tried: TryEntryResponse): Promise<void> {
  context.terminal.say(`Nothing is changed. ${triedSentence(tried)}\n`);
  await printRows(context, tried.changes, { columns, cells, json: changedDecisionJson, none: "" });
}

/** `Of 12 notices since 2026-10-28, 3 decisions would have differed.` */
export function triedSentence({ sinceAt, notices, differing }: TryEntryResponse): string {
  return `Of ${counted(notices, "notice")} since ${utc(sinceAt).slice(0, 10)}, ${counted(differing, "decision")} would have differed.`;
}

/** The decisions that would have differed, as a table; none when there are none. */
export function triedLines(terminal: Terminal, { changes }: TryEntryResponse): string[] {
  if (changes.length === 0) return [];
  const { dim } = styleOf(terminal);
  return table(columns, changes.map(cells), { columns: terminal.columns, heading: dim });
}

const columns: readonly Column[] = [
  { title: "notice" },
  { title: "participant" },
  { title: "was", shrinksTo: 16, wraps: true },
  { title: "would be", shrinksTo: 16, wraps: true },
];

function cells({ notice, before, after }: DecisionChange): Cell[] {
  return [
    notice ? shortId(notice) : "",
    after?.participant ?? "",
    decisionText(before),
    decisionText(after),
  ];
}

export function changedDecisionJson({ notice, before, after }: DecisionChange): Json {
  return {
    notice: notice && refText(notice),
    participant: after?.participant ?? null,
    before: decisionJson(before),
    after: decisionJson(after),
  };
}

function rulesOf({ withheld }: ParticipantDecision): string[] {
  return [...new Set(withheld.map(({ rule }) => rule))].filter(
    (rule) => rule !== "routing-section",
  );
}

/** `delivered by named-participant, less by no-agreement` */
function decisionText(decision: ParticipantDecision | null): string {
  if (!decision) return "not in the directory";
  const less = rulesOf(decision);
  const how = decision.deliver ? "delivered by" : "withheld by";
  return `${how} ${decision.rule}${less.length > 0 ? `, less by ${less.join(", ")}` : ""}`;
}

function decisionJson(decision: ParticipantDecision | null): Json {
  if (!decision) return null;
  return { delivered: decision.deliver, rule: decision.rule, withheld: rulesOf(decision) };
}
