import type { Issues } from "./issue.ts";
import { lookup } from "./lookup.ts";
import type { Sex } from "./model/traveller.ts";

const sexes: { readonly [code: string]: Sex } = {
  M: "M",
  F: "F",
  X: "X",
  U: "U",
  // Infants without a seat, in a PNR.
  MI: "M",
  FI: "F",
  XI: "X",
  UI: "U",
};

/** A sex; of repeated values (`M*M`) the first. Undefined and an issue where it is no code. */
export function readSex(text: string, issues: Issues, element: string): Sex | undefined {
  if (text === "") return undefined;
  const [first = ""] = text.toUpperCase().split("*");
  const sex = lookup(sexes, first);
  if (!sex) issues.add("bad-code", element);
  return sex;
}

/** A country of two or three letters as sent, in capitals; undefined and an issue where it is none. */
export function readCountry(text: string, issues: Issues, element: string): string | undefined {
  if (text === "") return undefined;
  // Germany's passports have D alone (ICAO 9303).
  if (/^(?:[A-Z]{2,3}|D)$/i.test(text)) return text.toUpperCase();
  issues.add("bad-country", element);
  return undefined;
}

/** A count or weight; undefined and an issue where it is no number. */
export function readNumber(text: string, issues: Issues, element: string): number | undefined {
  if (text === "") return undefined;
  if (/^\d{1,9}(?:[.,]\d{1,4})?$/.test(text)) return Number(text.replace(",", "."));
  issues.add("bad-number", element);
  return undefined;
}
