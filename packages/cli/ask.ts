import type { Identity } from "@talanoa/client/identity.ts";
import { sealDraft } from "@talanoa/client/seal-draft.ts";
import { localDay } from "@talanoa/client/times.ts";
import { Tlp } from "@talanoa/contract/generated/talanoa.ts";
import { alertTypeWords, tlpWords } from "@talanoa/contract/words.ts";
import { commodityClasses } from "@talanoa/sharing/codes/commodity-classes.ts";
import { subRegions } from "@talanoa/sharing/codes/sub-regions.ts";
import { parseDraft } from "@talanoa/sharing/notice/draft.ts";
import { InvalidNotice, type Violation } from "@talanoa/sharing/notice/violation.ts";
import { amountOf, audienceWords, completed } from "./answers.ts";
import type { Asking } from "./asking.ts";
import { violationLines } from "./failure.ts";
import { styleOf } from "./style.ts";
import type { Terminal } from "./terminal.ts";

/** A draft as it grows, in the words of a person. */
export interface Growing {
  readonly [field: string]: unknown;
}

interface Question {
  readonly field: string;
  readonly text: string;
  /** What an empty answer means; undefined asks again. */
  readonly otherwise?: string;
  /** Words that may be given by their beginning. */
  readonly words?: readonly string[];
  /** The draft with the answer in it; without this, the answer is the field. Null for an unfit form. */
  readonly put?: (draft: Growing, answer: string) => Growing | null;
  /** Said of an answer of an unfit form. */
  readonly form?: string;
  readonly when?: (draft: Growing) => boolean;
}

const withoutLabel = (label: string) => label.slice("TLP:".length);
const OPEN = new Set([tlpWords[Tlp.CLEAR], tlpWords[Tlp.GREEN]].map(withoutLabel));
const typeWords = Object.values(alertTypeWords);
const markingWords = Object.values(tlpWords).map(withoutLabel);

const hasGoods = ({ goods }: Growing) => goods !== undefined;
const isOpen = ({ marking }: Growing) => OPEN.has(String(marking));
const withGoods = (draft: Growing, change: object): Growing => {
  const [first] = draft["goods"] as [object];
  return { ...draft, goods: [{ ...first, ...change }] };
};
const withAudience = (draft: Growing, answer: string): Growing => ({
  ...draft,
  audience: audienceWords(answer),
});

const questions: readonly Question[] = [
  { field: "title", text: "Title" },
  {
    field: "type",
    text: `What was it (${typeWords.join(", ")})`,
    otherwise: "seizure",
    words: typeWords,
  },
  {
    field: "when",
    text: "When (2025-07-14, or 2025-07-14T09:30+12:00)",
    otherwise: localDay(new Date()),
  },
  { field: "where", text: "Where (a name, or a UN/LOCODE as FJSUV)" },
  {
    field: "goods",
    text: "Goods (empty for none)",
    otherwise: "",
    put: (draft, name) => ({ ...draft, goods: [{ name }] }),
  },
  {
    field: "goods.class",
    text: "Class of the goods (? lists them; empty for none)",
    otherwise: "",
    words: Object.keys(commodityClasses),
    put: (draft, word) => withGoods(draft, { class: word }),
    when: hasGoods,
  },
  {
    field: "goods.amount",
    text: "How much (as 12.5 kg; empty when not known)",
    otherwise: "",
    put: (draft, answer) => {
      const amount = amountOf(answer);
      return amount && withGoods(draft, amount);
    },
    form: "Give a number with a point, and its unit: 12.5 kg",
    when: hasGoods,
  },
  {
    field: "narrative",
    text: "What happened (empty for nothing more)",
    otherwise: "",
    when: hasGoods,
  },
  // Without goods, this is what the alert says.
  { field: "narrative", text: "What happened", when: (draft) => !hasGoods(draft) },
  { field: "case_reference", text: "Your case number (empty for none)", otherwise: "" },
  {
    field: "marking",
    text: `Marking (${markingWords.join(", ")})`,
    otherwise: "AMBER",
    words: markingWords,
  },
  {
    field: "audience",
    text: `For whom (all, ${subRegions.join(", ")}, or participants as TO, WS)`,
    otherwise: "all",
    put: withAudience,
    when: isOpen,
  },
  {
    field: "audience",
    text: `For whom (${subRegions.join(", ")}, or participants as TO, WS)`,
    put: withAudience,
    when: (draft) => !isOpen(draft),
  },
];

/**
 * Asks for what an alert needs. Each answer is checked when it is given, by the rules of the notice
 * that it would make; `onAnswer` is told the draft so far. Gives a draft that this identity can seal.
 * Throws what `asking` throws.
 */
export async function askDraft(
  asking: Asking,
  terminal: Terminal,
  identity: Identity,
  onAnswer: (draft: Growing) => void = () => {},
): Promise<Growing> {
  let draft: Growing = { kind: "alert" };
  for (const question of questions) {
    if (!(question.when?.(draft) ?? true)) continue;
    draft = await ask(question, draft, { asking, terminal, identity });
    onAnswer(draft);
  }
  return draft;
}

async function ask(
  question: Question,
  draft: Growing,
  { asking, terminal, identity }: { asking: Asking; terminal: Terminal; identity: Identity },
): Promise<Growing> {
  const { field, text, otherwise, words, form = "" } = question;
  const { bold, dim, bad } = styleOf(terminal);
  const hint = otherwise ? dim(` [${otherwise}]`) : "";
  const put = question.put ?? ((before, answer) => ({ ...before, [field]: answer }));
  for (;;) {
    const typed = await asking.question(`${bold(text)}${hint}: `);
    if (typed === "?" && words) {
      terminal.say(`${words.join(", ")}\n`);
      continue;
    }
    if (typed === "" && otherwise === undefined) {
      terminal.say(`${bad("This is needed.")}\n`);
      continue;
    }
    if (typed === "" && otherwise === "") return draft;
    const next = put(draft, completed(typed === "" ? otherwise! : typed, words));
    const problems = next ? violationLines(await violationsAt(field, next, identity)) : [form];
    if (next && problems.length === 0) return next;
    terminal.say(`${bad(problems.join("\n"))}\n`);
  }
}

/** What is wrong at a field of a draft that is not whole yet: what else it lacks is not told. */
async function violationsAt(
  field: string,
  draft: Growing,
  identity: Identity,
): Promise<readonly Violation[]> {
  const root = field.split(".")[0];
  try {
    parseDraft(draft);
    await sealDraft(identity, draft, Date.now());
    return [];
  } catch (error) {
    if (!(error instanceof InvalidNotice)) throw error;
    return error.violations.filter((violation) => violation.field.split(/[.[]/)[0] === root);
  }
}
