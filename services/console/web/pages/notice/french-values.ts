import { commodityClasses } from "@talanoa/sharing/codes/commodity-classes.ts";
import { concealmentMethods } from "@talanoa/sharing/codes/concealment-methods.ts";
import { countryNames } from "@talanoa/sharing/codes/countries.ts";
import { credibilityGrades, reliabilityGrades } from "@talanoa/sharing/codes/grading.ts";
import { hsChapters } from "@talanoa/sharing/codes/hs-chapters.ts";
import { riskGrades } from "@talanoa/sharing/codes/risk-grades.ts";
import { riskReasons } from "@talanoa/sharing/codes/risk-reasons.ts";
import { transportModes } from "@talanoa/sharing/codes/transport-modes.ts";
import { travelDocuments } from "@talanoa/sharing/codes/travel-documents.ts";
import { caveatSentences, caveatWords } from "@talanoa/sharing/notice/handling.ts";
import { commodityClassLabels } from "../../words/code-words.ts";
import { flagsWords } from "../flags/flags-words.ts";
import { optionWords } from "../../words/option-words.ts";
import { frenchChapters } from "./french-chapters.ts";
import { frenchLabels } from "./french-labels.ts";

type Names = { readonly [code: string]: string };

/** The names that packages/sharing/notice/describe*.ts write after a code, and what they are in French. */
interface Table {
  readonly english: Names;
  readonly french: Names;
}

const options = (field: string): Names =>
  Object.fromEntries(
    Object.entries(optionWords.fr[field]!).map(([code, label]) => [
      code,
      label.split(" · ").at(-1)!,
    ]),
  );

const regions = new Intl.DisplayNames("fr", { type: "region" });
const countries: Table = {
  english: countryNames,
  french: Object.fromEntries(Object.keys(countryNames).map((code) => [code, regions.of(code)!])),
};

const titles = (classes: { readonly [code: string]: { readonly title: string } }): Names =>
  Object.fromEntries(Object.entries(classes).map(([code, { title }]) => [code, title]));

export const tables: { readonly [label: string]: Table } = {
  "HS heading": { english: hsChapters, french: frenchChapters },
  class: { english: titles(commodityClasses), french: commodityClassLabels.fr },
  concealment: { english: concealmentMethods, french: options("goods.concealment.method") },
  "countries concerned": countries,
  country: countries,
  departure: countries,
  destination: countries,
  document: { english: travelDocuments, french: options("persons.document_type") },
  flag: countries,
  handling: {
    english: byWord(caveatSentences),
    french: options("handling"),
  },
  mode: { english: transportModes, french: options("conveyance.mode") },
  nationality: countries,
  origin: countries,
  reason: { english: riskReasons, french: flagsWords.fr.reasons },
  transit: countries,
  where: countries,
};

function byWord(sentences: { readonly [caveat: string]: string }): Names {
  return Object.fromEntries(
    Object.entries(caveatWords).map(([caveat, word]) => [word, sentences[caveat]!]),
  );
}

const reliabilities = options("marking.reliability");
const credibilities = options("marking.credibility");

/** Values that are sentences of the describer, not of who wrote the notice. */
const sentences: { readonly [label: string]: Names } = {
  audience: { "all Members": "tous les Membres" },
  "audience shown": { yes: "oui" },
  exercise: { "EXERCISE, not real": "EXERCICE, fictif" },
  withdrawn: { "nothing is left to check": "plus rien à contrôler" },
};

const rewritten: { readonly [label: string]: (value: string) => string } = {
  grade: (value) =>
    value.replace(/^([A-D])( \(\w+\))?: (.*)$/, (whole, grade: string, scheme = "", its) =>
      its === riskGrades[grade] ? `${grade}${scheme} : ${flagsWords.fr.grades[grade]}` : whole,
    ),
  grading: frenchGrading,
  image: (value) => value.replace(/ bytes$/, " octets"),
  quantity: (value) => value.replace(/^about /, "environ "),
  sections: (value) =>
    value
      .split(", ")
      .map((section) => frenchLabels[section] ?? section)
      .join(", "),
  size: (value) => value.replace(/ bytes$/, " octets"),
  tasks: (value) =>
    value.replace(/^(\d+) asked, (\d+) answered$/, "demandées : $1 ; répondues : $2"),
  when: (value) => value.replace(" to ", " au "),
};

/** What the describer gives as the value of a line, in French as far as it is not what somebody wrote. */
export function frenchValue(label: string, value: string): string {
  const sentence = sentences[label]?.[value];
  if (sentence) return sentence;
  const table = tables[label];
  return table ? frenchNames(value, table) : (rewritten[label]?.(value) ?? value);
}

/** `FJ (Fiji)` as `FJ (Fidji)`, wherever the name is the code's own. */
function frenchNames(value: string, { english, french }: Table): string {
  return value.replace(/([\w-]+) \(([^()]+)\)/g, (whole, code: string, name: string) => {
    // A heading of the Harmonized System has the name of its chapter.
    const its = [code, code.slice(0, 2)].find((each) => english[each] === name);
    return its && french[its] ? `${code} (${french[its]})` : whole;
  });
}

/** `C2 (admiralty): Fairly reliable; Probably true`, as describe-header.ts has it. */
export function frenchGrading(text: string): string {
  return text.replace(
    /^([A-F]?)([1-6]?)( \(\w+\))?: (.*)$/,
    (whole, reliability: string, credibility: string, scheme = "", its: string) => {
      const english = [reliabilityGrades[reliability], credibilityGrades[Number(credibility)]];
      if (its !== english.flatMap((grade) => grade?.title ?? []).join("; ")) return whole;
      const french = [reliabilities[reliability], credibilities[credibility]].filter(Boolean);
      return `${reliability}${credibility}${scheme} : ${french.join(" ; ")}`;
    },
  );
}
