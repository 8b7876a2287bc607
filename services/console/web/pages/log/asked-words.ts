import type { Words } from "../../words/words.ts";

type Said = { readonly [name: string]: string };

const en = {
  questions: {
    query: "a question to the log",
    trail: "what became of a notice",
    stats: "figures of the log",
    records: "all records",
    explain: "who gets a notice and why",
    "try-entry": "what a change of the directory would do",
  } as Said,
  parts: {
    from: "from",
    until: "before",
    "from-index": "from entry",
    "until-index": "before entry",
    step: "step",
    participant: "done by",
    principal: "principal",
    notice: "notice",
    operation: "operation",
    after: "the next page, after entry",
  } as Said,
  whole: {
    "order=newest-first": "newest first",
    "exercises=too": "exercises too",
    "erasing=too": "with what erased content",
  } as Said,
};

/** What was asked of the log, as pages say it: the names of questions and of the parts of their text. */
export const askedWords: Words<typeof en> = {
  en,
  fr: {
    questions: {
      query: "une question au journal",
      trail: "ce qu’il est advenu d’un avis",
      stats: "chiffres du journal",
      records: "tous les enregistrements",
      explain: "qui reçoit un avis et pourquoi",
      "try-entry": "ce que ferait une modification de l’annuaire",
    },
    parts: {
      from: "à partir de",
      until: "avant",
      "from-index": "à partir de l’entrée",
      "until-index": "avant l’entrée",
      step: "étape",
      participant: "fait par",
      principal: "utilisateur",
      notice: "avis",
      operation: "opération",
      after: "la page suivante, après l’entrée",
    },
    whole: {
      "order=newest-first": "les plus récentes d’abord",
      "exercises=too": "avec les exercices",
      "erasing=too": "avec ce qui a effacé du contenu",
    },
  },
};

/** The name of a question (`trail`) in words; one that this version does not know as it came. */
export function questionSaid(question: string, words: typeof en): string {
  return words.questions[question] ?? question;
}

/**
 * The text of a question, as its record has it (`notice=FJ/0198…/0 exercises=too`), in words. What this version does
 * not know stays as it came; a version 0 is all versions, and is left out.
 */
export function filterSaid(
  filter: string,
  words: typeof en,
  step: (step: string) => string,
): string {
  const parts = filter.split(" ");
  const said = parts.map((part) => {
    const whole = words.whole[part];
    if (whole) return whole;
    const [name = "", value] = part.split("=");
    const its = words.parts[name];
    if (!its || value === undefined) return withoutZero(part);
    const values = name === "step" ? value.split(",").map(step).join(", ") : withoutZero(value);
    return `${its} ${values}`;
  });
  // Some texts are no list of parts: `participant FJ`.
  return said.join(parts.some((part) => part.includes("=")) ? ", " : " ");
}

function withoutZero(ref: string): string {
  return ref.replace(/\/0$/, "");
}
