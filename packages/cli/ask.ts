import { createInterface, type Interface } from "node:readline/promises";
import { Tlp } from "@talanoa/contract/generated/talanoa.ts";
import { alertTypeWords, tlpWords } from "@talanoa/contract/words.ts";
import { commodityClasses } from "@talanoa/sharing/codes/commodity-classes.ts";
import { subRegions } from "@talanoa/sharing/codes/sub-regions.ts";
import { parseDraft } from "@talanoa/sharing/notice/draft.ts";
import { InvalidNotice } from "@talanoa/sharing/notice/violation.ts";
import { type Context, Interrupted } from "./context.ts";
import { violationLines } from "./failure.ts";
import { styleOf } from "./style.ts";
import { UsageError } from "./usage-error.ts";

/** A draft as it grows, in the words of a person. */
type Growing = { [field: string]: unknown };

interface Question {
  readonly field: string;
  readonly text: string;
  /** What an empty answer means; undefined asks again. */
  readonly otherwise?: string;
  /** Words that may be given by their beginning. */
  readonly words?: readonly string[];
  /** Makes the field's value of the answer; undefined leaves the field out. */
  readonly value?: (answer: string) => unknown;
  readonly when?: (draft: Growing) => boolean;
}

const OPEN = new Set([tlpWords[Tlp.CLEAR], tlpWords[Tlp.GREEN]].map((label) => label.slice(4)));

const questions: readonly Question[] = [
  { field: "title", text: "Title" },
  {
    field: "type",
    text: "What was it",
    otherwise: "seizure",
    words: Object.values(alertTypeWords),
  },
  { field: "when", text: "When (2025-07-14, or 2025-07-14T09:30+12:00)", otherwise: today() },
  { field: "where", text: "Where (a name, or a UN/LOCODE as FJSUV)" },
  { field: "goods", text: "Goods (empty for none)", otherwise: "", value: optional },
  {
    field: "goods.class",
    text: "Class of the goods (? lists them; empty for none)",
    otherwise: "",
    words: Object.keys(commodityClasses),
    value: optional,
    when: ({ goods }) => goods !== undefined,
  },
  {
    field: "goods.amount",
    text: "How much (as 12.5 kg; empty when not known)",
    otherwise: "",
    value: amount,
    when: ({ goods }) => goods !== undefined,
  },
  {
    field: "narrative",
    text: "What happened (empty for nothing more)",
    otherwise: "",
    value: optional,
    when: ({ goods }) => goods !== undefined,
  },
  // Without goods, this is what the alert says.
  { field: "narrative", text: "What happened", when: ({ goods }) => goods === undefined },
  {
    field: "case_reference",
    text: "Your case number (empty for none)",
    otherwise: "",
    value: optional,
  },
  {
    field: "marking",
    text: "Marking",
    otherwise: "AMBER",
    words: Object.values(tlpWords).map((label) => label.slice(4)),
  },
  {
    field: "audience",
    text: `For whom (all, ${subRegions.join(", ")}, or participants as TO, WS)`,
    otherwise: "all",
    value: listed,
    when: ({ marking }) => OPEN.has(String(marking)),
  },
  {
    field: "audience",
    text: `For whom (${subRegions.join(", ")}, or participants as TO, WS)`,
    value: listed,
    when: ({ marking }) => !OPEN.has(String(marking)),
  },
];

/**
 * Asks on the terminal for what an alert needs; each answer is checked when it is given. Gives a
 * draft. Throws UsageError where nobody can answer, Interrupted at Ctrl-C and when the input ends.
 */
export async function askDraft({ terminal, signal }: Context): Promise<unknown> {
  if (!terminal.inputIsPerson)
    throw new UsageError(
      "--ask needs a terminal to ask on",
      "Give a file, or - for standard input.",
    );
  // What is asked goes where errors go: the results stay clean.
  const asking = createInterface({ input: terminal.input, output: terminal.err, terminal: true });
  const stop = new AbortController();
  asking.on("SIGINT", () => stop.abort(new Interrupted()));
  asking.on("close", () => stop.abort(new Interrupted()));
  const either = AbortSignal.any([signal, stop.signal]);
  try {
    const draft: Growing = { kind: "alert" };
    for (const question of questions)
      if (question.when?.(draft) ?? true) await ask(question, draft, asking, either, terminal);
    return draft;
  } catch (error) {
    if (either.aborted) throw either.reason;
    throw error;
  } finally {
    asking.close();
  }
}

async function ask(
  question: Question,
  draft: Growing,
  asking: Interface,
  signal: AbortSignal,
  terminal: Context["terminal"],
): Promise<void> {
  const { text, otherwise, words } = question;
  const { bold, dim, bad } = styleOf(terminal);
  const hint = otherwise ? dim(` [${otherwise}]`) : "";
  for (;;) {
    const typed = (await asking.question(`${bold(text)}${hint}: `, { signal })).trim();
    if (typed === "" && otherwise === undefined) continue;
    if (typed === "?" && words) {
      terminal.say(`${words.join(", ")}\n`);
      continue;
    }
    const answer = completed(typed === "" ? otherwise! : typed, words);
    const problems = put(draft, question, answer);
    if (problems.length === 0) return;
    terminal.say(`${bad(problems.join("\n"))}\n`);
  }
}

/** Puts an answer into the draft, when it is right; else gives what is wrong with it. */
export function put(draft: Growing, { field, value }: Question, answer: string): string[] {
  const given = value ? value(answer) : answer;
  if (given === undefined) return [];
  const before = { ...draft };
  if (field === "goods.class") draft["goods"] = [{ name: draft["goods"], class: given }];
  else if (field === "goods.amount") {
    const goods = draft["goods"];
    const [first] = Array.isArray(goods) ? (goods as object[]) : [{ name: goods }];
    draft["goods"] = [{ ...first, ...(given as object) }];
  } else draft[field] = given;
  try {
    parseDraft(draft);
    return [];
  } catch (error) {
    if (!(error instanceof InvalidNotice)) throw error;
    for (const key of Object.keys(draft)) if (!(key in before)) delete draft[key];
    Object.assign(draft, before);
    return violationLines(error.violations);
  }
}

/** The word that an answer begins, when it begins only one. */
function completed(answer: string, words: readonly string[] | undefined): string {
  const lower = answer.toLowerCase();
  const exact = words?.find((word) => word.toLowerCase() === lower);
  const begun = words?.filter((word) => word.toLowerCase().startsWith(lower)) ?? [];
  return exact ?? (answer !== "" && begun.length === 1 ? begun[0]! : answer);
}

function optional(answer: string): string | undefined {
  return answer === "" ? undefined : answer;
}

function amount(answer: string): object | undefined {
  const [, number, unit = ""] = /^([\d.,]+)\s*(.*)$/.exec(answer) ?? [];
  // An answer that is no amount is kept as it is, for the check to refuse.
  if (!number) return answer === "" ? undefined : { quantity: answer };
  const quantity = Number(number.replaceAll(",", ""));
  return { quantity, ...(unit && { unit }) };
}

function listed(answer: string): string[] {
  return answer.split(",").map((word) => {
    const text = word.trim();
    return /^[a-z]{2}$/i.test(text) || text.toLowerCase() === "oco" ? text.toUpperCase() : text;
  });
}

/** The day on the person's own calendar. */
function today(): string {
  const now = new Date();
  const two = (number: number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
