import { refText } from "@talanoa/client/publication.ts";
import { counted } from "@talanoa/contract/counted.ts";
import type { ParticipantDecision, TryEntryResponse } from "@talanoa/contract/generated/talanoa.ts";
import type { Context } from "./context.ts";
import type { Json } from "./json.ts";
import { shortId } from "@talanoa/sharing/notice/short-id.ts";
import { printRows } from "./print.ts";
import { utc } from "@talanoa/client/times.ts";

/** Prints which decisions a change of the directory would have made otherwise. */
export async function printTried(context: Context, tried: TryEntryResponse): Promise<void> {
  const { sinceAt, notices, differing, changes } = tried;
  context.terminal.say(
    `Nothing is changed. Of ${counted(notices, "notice")} since ${utc(sinceAt).slice(0, 10)}, ${counted(differing, "decision")} would have differed.\n`,
  );
  await printRows(context, changes, {
    columns: [
      { title: "notice" },
      { title: "participant" },
      { title: "was", shrinksTo: 16, wraps: true },
      { title: "would be", shrinksTo: 16, wraps: true },
    ],
    cells: ({ notice, before, after }) => [
      notice ? shortId(notice) : "",
      after?.participant ?? "",
      decisionText(before),
      decisionText(after),
    ],
    json: ({ notice, before, after }) => ({
      notice: notice && refText(notice),
      participant: after?.participant ?? null,
      before: decisionJson(before),
      after: decisionJson(after),
    }),
    none: "",
  });
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
