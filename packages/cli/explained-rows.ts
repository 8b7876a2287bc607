import { refText } from "@talanoa/client/publication.ts";
import { isoTime } from "@talanoa/client/times.ts";
import type {
  DecisionFacts,
  ExplainResponse,
  ParticipantDecision,
  RuleFact,
} from "@talanoa/contract/generated/talanoa.ts";
import { sectionWords, wordOf } from "@talanoa/contract/words.ts";
import type { Json } from "./json.ts";
import { styleOf } from "./style.ts";
import { type Cell, type Column, table } from "./table.ts";
import type { Terminal } from "./terminal.ts";

/** The decisions as a table, who gets the notice first; a column in which nothing stands is left out. */
export function explainedLines(terminal: Terminal, explained: ExplainResponse): string[] {
  const rows = explained.decisions.toSorted(
    (one, other) => Number(other.deliver) - Number(one.deliver),
  );
  const shown = columnsOf(terminal, explained)
    .map(({ cell, ...column }) => ({ column, cells: rows.map(cell) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ""));
  const columns = shown.map(({ column }) => column);
  const cells = rows.map((_, i) => shown.map((its) => its.cells[i]!));
  return table(columns, cells, { columns: terminal.columns, heading: styleOf(terminal).dim });
}

/** The rules that withheld sections, each once. */
export function withheldBy({ withheld }: ParticipantDecision): string[] {
  return [...new Set(withheld.map(({ rule }) => rule))];
}

export function explainedJson(explained: ExplainResponse): Json[] {
  const { notice, routedAt, directorySequence, rules } = explained;
  return explained.decisions.map((decision) => {
    const its = factsFor(explained, decision);
    const revision = its?.directorySequence || directorySequence;
    return {
      notice: notice && refText(notice),
      routed_at: isoTime(routedAt),
      ...(revision > 0 && { directory_revision: revision }),
      participant: decision.participant,
      delivered: decision.deliver,
      rule: decision.rule,
      why: rules[decision.rule] ?? decision.rule,
      facts: (its?.facts ?? []).map((fact) => ({
        rule: fact.rule,
        of: fact.of,
        value: fact.value,
        ...(fact.revision > 0 && { revision: fact.revision }),
      })),
      withheld: withheldBy(decision),
      withheld_sections: sectionsOf(decision, its).map(({ section, rule }) => ({ section, rule })),
      officers: decision.officers,
      agreements: decision.agreements.map(({ id, revision: of }) => ({ id, revision: of })),
      operations: decision.operations,
    };
  });
}

interface ExplainedColumn extends Column {
  readonly cell: (decision: ParticipantDecision) => Cell;
}

function columnsOf(terminal: Terminal, explained: ExplainResponse): ExplainedColumn[] {
  const { good, dim } = styleOf(terminal);
  return [
    { title: "participant", cell: ({ participant }) => participant },
    {
      title: "decision",
      cell: ({ deliver }) =>
        deliver ? { text: "delivered", paint: good } : { text: "not delivered", paint: dim },
    },
    {
      title: "why",
      shrinksTo: 20,
      wraps: true,
      cell(decision) {
        const because = factsText(explained, decision, decision.rule);
        const sentence = explained.rules[decision.rule] ?? decision.rule;
        return because ? `${sentence.replace(/\.$/, "")}${because}.` : sentence;
      },
    },
    {
      title: "sections withheld by",
      shrinksTo: 12,
      wraps: true,
      cell: (decision) => withheldText(explained, decision),
    },
    {
      title: "only officers",
      shrinksTo: 12,
      wraps: true,
      cell: ({ officers }) => officers.join(", "),
    },
    {
      title: "by agreement",
      shrinksTo: 12,
      wraps: true,
      cell: ({ agreements }) =>
        agreements.map(({ id, revision }) => `${id} (${revision})`).join(", "),
    },
    {
      title: "operation",
      shrinksTo: 12,
      wraps: true,
      cell: ({ operations }) => operations.join(", "),
    },
  ];
}

function factsFor(
  { facts }: ExplainResponse,
  { participant }: ParticipantDecision,
): DecisionFacts | undefined {
  return facts.find((its) => its.participant === participant);
}

/** `persons by no-agreement`; the rule alone for who may not know what was withheld. */
function withheldText(explained: ExplainResponse, decision: ParticipantDecision): string {
  const sections = sectionsOf(decision, factsFor(explained, decision));
  return withheldBy(decision)
    .map((rule) => {
      const its = sections.filter((each) => each.rule === rule).map(({ section }) => section);
      const what = its.length > 0 ? `${[...new Set(its)].join(" and ")} by ${rule}` : rule;
      return `${what}${factsText(explained, decision, rule)}`;
    })
    .join(", ");
}

function sectionsOf(
  { withheld }: ParticipantDecision,
  facts: DecisionFacts | undefined,
): { section: string; rule: string }[] {
  const types = facts?.withheld ?? [];
  return types.flatMap((type, i) => {
    const its = withheld[i];
    return its ? { section: wordOf(sectionWords, type), rule: its.rule } : [];
  });
}

/** What speaks for itself without what it is. */
const plainly: ReadonlySet<string> = new Set(["marking", "standing", "type"]);
/** What has a column of its own, or is the participant of the row. */
const elsewhere: ReadonlySet<string> = new Set(["agreement", "consent-for", "named", "origin"]);

/** ` (sub-region polynesia, TLP:GREEN)`; empty where no fact is known. */
function factsText(
  explained: ExplainResponse,
  decision: ParticipantDecision,
  rule: string,
): string {
  const facts = factsFor(explained, decision)?.facts ?? [];
  const its = facts.filter((fact) => fact.rule === rule && !elsewhere.has(fact.of));
  return its.length > 0 ? ` (${its.map(factText).join(", ")})` : "";
}

function factText({ of, value }: RuleFact): string {
  if (plainly.has(of)) return value;
  return `${of === "sub-region" ? of : of.replaceAll("-", " ")} ${value}`;
}
