import { explain } from "@talanoa/client/explain.ts";
import { refText } from "@talanoa/client/publication.ts";
import type { ParticipantDecision } from "@talanoa/contract/generated/talanoa.ts";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { findKnownNotice, refHelp } from "../notice-ref.ts";
import { plain } from "../plain-text.ts";
import { printJson, printRows } from "../print.ts";
import { openSession } from "../session.ts";
import { styleOf } from "../style.ts";
import type { Cell } from "../table.ts";
import { isoTime, utcAndLocal } from "@talanoa/client/times.ts";

export function define(command: Command, context: Context): void {
  command
    .description(
      "See who got a notice, who did not, and why. All of it for its origin and the Secretariat's auditor; others see what concerns themselves.",
    )
    .argument("<notice>", refHelp)
    .action(async (text: string) => {
      const { terminal, signal } = context;
      await using session = await openSession(context);
      const { hub } = session;
      const ref = await findKnownNotice(hub, text, signal);
      const explained = await explain(hub, ref, { signal });
      const { notice, routedAt, decisions, rules, directorySequence } = explained;
      const named = refText(notice ?? ref);
      const sentence = (rule: string) => rules[rule] ?? rule;
      if (context.options.json)
        return printJson(
          context,
          decisions.map((decision) => ({
            notice: named,
            routed_at: isoTime(routedAt),
            ...(directorySequence > 0 && { directory_revision: directorySequence }),
            participant: decision.participant,
            delivered: decision.deliver,
            rule: decision.rule,
            why: sentence(decision.rule),
            withheld: rulesOf(decision),
            officers: decision.officers,
            agreements: decision.agreements.map(({ id, revision }) => ({ id, revision })),
          })),
        );
      const asOf =
        directorySequence > 0 ? ` by the directory as of revision ${directorySequence}` : "";
      const delivered = decisions.filter(({ deliver }) => deliver);
      await terminal.write(
        `${plain(named)}, routed ${utcAndLocal(routedAt)}${asOf}: delivered to ${delivered.length} of ${decisions.length}\n\n`,
      );
      const { good, dim } = styleOf(terminal);
      await printRows(context, [...delivered, ...decisions.filter(({ deliver }) => !deliver)], {
        columns: [
          { title: "participant" },
          { title: "decision" },
          { title: "why", shrinksTo: 20, wraps: true },
          { title: "sections withheld by", shrinksTo: 12, wraps: true },
          { title: "only officers", shrinksTo: 12, wraps: true },
          { title: "by agreement", shrinksTo: 12, wraps: true },
        ],
        cells: (decision): Cell[] => [
          decision.participant,
          decision.deliver
            ? { text: "delivered", paint: good }
            : { text: "not delivered", paint: dim },
          sentence(decision.rule),
          rulesOf(decision).join(", "),
          decision.officers.join(", "),
          decision.agreements.map(({ id, revision }) => `${id} (${revision})`).join(", "),
        ],
        json: () => null,
        none: "No decision is on record.",
      });
      const withheldBy = [...new Set(decisions.flatMap(rulesOf))];
      if (withheldBy.length > 0) {
        const lines = withheldBy.map((rule) => plain(`${rule}: ${sentence(rule)}`));
        await terminal.write(`\nsections withheld by\n  ${lines.join("\n  ")}\n`);
      }
    });
}

/** The rules that withheld sections, each once: more is for the originator alone. */
function rulesOf({ withheld }: ParticipantDecision): string[] {
  return [...new Set(withheld.map(({ rule }) => rule))];
}
