import { explain } from "@talanoa/client/explain.ts";
import { refText } from "@talanoa/client/publication.ts";
import { utcAndLocal } from "@talanoa/client/times.ts";
import type { ExplainResponse } from "@talanoa/contract/generated/talanoa.ts";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { explainedJson, explainedLines, withheldBy } from "../explained-rows.ts";
import { findKnownNotice, refHelp } from "../notice-ref.ts";
import { plain } from "../plain-text.ts";
import { printJson } from "../print.ts";
import { openSession } from "../session.ts";

export function define(command: Command, context: Context): void {
  command
    .description(
      "See who got a notice, who did not, and why: by which rule, and what made it hold. All of it for its origin and the Secretariat's auditor; others see what concerns themselves.",
    )
    .argument("<notice>", refHelp)
    .action(async (text: string) => {
      const { signal, options } = context;
      await using session = await openSession(context);
      const ref = await findKnownNotice(session.hub, text, signal);
      const explained = await explain(session.hub, ref, { withFacts: true, signal });
      if (options.json) return printJson(context, explainedJson(explained));
      await context.terminal.write(`${pageOf(context, explained).join("\n")}\n`);
    });
}

function pageOf({ terminal }: Context, explained: ExplainResponse): string[] {
  const { notice, routedAt, decisions, directorySequence, rules, facts } = explained;
  const asOf = directorySequence > 0 ? ` by the directory as of revision ${directorySequence}` : "";
  const delivered = decisions.filter(({ deliver }) => deliver);
  const withheld = [...new Set(decisions.flatMap(withheldBy))];
  return [
    `${plain(notice ? refText(notice) : "")}, routed ${utcAndLocal(routedAt)}${asOf}: delivered to ${delivered.length} of ${decisions.length}`,
    ...(facts.length === 0
      ? [
          "What made the rules hold cannot be found again: the notice is gone or could not be read, or by what stands now it would be decided otherwise.",
        ]
      : []),
    "",
    ...explainedLines(terminal, explained),
    ...(withheld.length > 0 ? ["", "sections withheld by"] : []),
    ...withheld.map((rule) => plain(`  ${rule}: ${rules[rule] ?? rule}`)),
  ];
}
