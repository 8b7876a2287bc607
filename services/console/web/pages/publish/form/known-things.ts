import { countryNames } from "@talanoa/sharing/codes/countries.ts";
import { hsChapters } from "@talanoa/sharing/codes/hs-chapters.ts";
import { type LookUp, lookUpIn } from "@talanoa/sharing/codes/look-up.ts";
import { allPorts, type Port } from "@talanoa/sharing/codes/ports.ts";
import type { Suggestion } from "../../../parts/combo-box.tsx";
import { memberName } from "../../../parts/member.tsx";
import { commodityClassLabels } from "../../../words/code-words.ts";
import { inLanguage, language } from "../../../words/words.ts";

// What the pickers offer: all of it is on the device. An index is made when it is first asked, for each language.

/** Makes an index once for each language of the page. */
function eachLanguage<Item>(make: () => LookUp<Item>): () => LookUp<Item> {
  const made = new Map<string, LookUp<Item>>();
  return () => {
    const its = made.get(language.value) ?? make();
    made.set(language.value, its);
    return its;
  };
}

const ports = eachLanguage(() =>
  lookUpIn(allPorts, ({ unlocode, iata, name, country }) => ({
    codes: [unlocode],
    lesserCodes: iata === "" ? [] : [iata],
    names: [name, `${country} ${countryName(country)}`, countryName(country)],
  })),
);

/** Ports and airports by name, country, UN/LOCODE or IATA code. */
export function suggestPlaces(typed: string): Suggestion<Port>[] {
  return ports()
    .find(typed)
    .map((port) => ({
      value: port,
      label: port.name,
      detail: [port.unlocode, port.iata, countryName(port.country)].filter(Boolean).join(" · "),
    }));
}

const classes = eachLanguage(() =>
  lookUpIn(Object.entries(inLanguage(commodityClassLabels)), ([code, label]) => ({
    codes: [code],
    // Who knows the English title finds it in French too.
    names: [label, ...code.split("-"), commodityClassLabels.en[code as "gold"]],
  })),
);

/** Classes of goods by their titles or codes. */
export function suggestClasses(typed: string): Suggestion<string>[] {
  return classes()
    .find(typed)
    .map(([code, label]) => ({ value: code, label, detail: code }));
}

const countries = eachLanguage(() =>
  lookUpIn(Object.keys(countryNames), (code) => ({
    codes: [code],
    names: [countryName(code), countryNames[code]!],
  })),
);

/** Countries by name or code. */
export function suggestCountries(typed: string): Suggestion<string>[] {
  return countries()
    .find(typed)
    .map((code) => ({ value: code, label: countryName(code), detail: code }));
}

const chapters = lookUpIn(Object.entries(hsChapters), ([chapter, title]) => ({
  codes: [chapter],
  names: [title],
}));

/** Chapters of the Harmonized System by number or title; what is typed beyond the chapter stays. */
export function suggestChapters(typed: string): Suggestion<string>[] {
  return chapters
    .find(typed)
    .map(([chapter, title]) => ({ value: chapter, label: chapter, detail: title }));
}

/** The name of a country in the language of the page. */
export function countryName(code: string): string {
  return memberName(code) || countryNames[code] || code;
}
