import { countryNames } from "./countries.ts";
import { folded } from "./folded.ts";
import { allPorts } from "./ports.ts";

// Common in other places too, so that a name alone does not tell the country.
const ambiguous = new Set([
  "colonia",
  "delta",
  "georgia",
  "kingston",
  "micronesia",
  "newcastle",
  "san antonio",
  "san jose",
  "san lorenzo",
  "victoria",
  "we",
]);

const otherNames: { readonly [name: string]: string } = {
  "east timor": "TL",
  fsm: "FM",
  png: "PG",
  uk: "GB",
  us: "US",
  usa: "US",
  "united states of america": "US",
  cnmi: "MP",
  tahiti: "PF",
  bougainville: "PG",
  "viti levu": "FJ",
  "vanua levu": "FJ",
  "marquesas islands": "PF",
  tuamotu: "PF",
  raiatea: "PF",
  tongatapu: "TO",
  upolu: "WS",
  savaii: "WS",
  guadalcanal: "SB",
  malaita: "SB",
  efate: "VU",
  "espiritu santo": "VU",
  tutuila: "AS",
  babeldaob: "PW",
  pohnpei: "FM",
  chuuk: "FM",
  kosrae: "FM",
  yap: "FM",
  hawaii: "US",
};

/**
 * The country (ISO 3166 alpha-2) of a place by its name, when all that the name says points to one:
 * "Suva", "Nuku Hiva, Marquesas Islands", "Fiji". Undefined when it is not known or not certain.
 */
export function countryOfName(name: string): string | undefined {
  const whole = lookUp(name);
  if (whole) return whole === "?" ? undefined : whole;
  const parts = name.split(",");
  if (parts.length < 2) return undefined;
  const found = new Set(parts.map(lookUp).filter((country) => country && country !== "?"));
  // The last part is the larger place: without it the name is not certain.
  const last = lookUp(parts.at(-1)!);
  return found.size === 1 && last && last !== "?" ? last : undefined;
}

let index: Map<string, string> | undefined;

/** The country, "?" for a name of several, undefined for one that is not known. */
function lookUp(name: string): string | undefined {
  index ??= buildIndex();
  return index.get(folded(name));
}

function buildIndex(): Map<string, string> {
  const names = new Map<string, string>();
  const add = (name: string, country: string) => {
    const key = folded(name);
    const other = names.get(key);
    names.set(key, ambiguous.has(key) || (other && other !== country) ? "?" : country);
  };
  for (const [code, name] of Object.entries(countryNames)) add(name, code);
  for (const [name, code] of Object.entries(otherNames)) add(name, code);
  for (const { name, country } of allPorts) for (const form of formsOf(name)) add(form, country);
  return names;
}

/** "Malau (Labasa)" is known by both names, "Nadi International Airport" as Nadi too. */
function formsOf(name: string): string[] {
  const [outside = "", inside = ""] = name.split(/[()]/);
  const town = outside.replace(/ (International )?Airport.*$/, "");
  return [name, outside, town, ...inside.split(",")].filter((form) => form.trim().length > 1);
}
