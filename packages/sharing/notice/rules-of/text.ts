import type { Findings } from "../findings.ts";
import { namesDocument } from "./named-document.ts";

// One test finds nearly every text clean; only then is it looked at closely.
const SUSPECT = /[\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069\ufffd]/u;
// Control characters but line feed and tab, unpaired surrogates, what a failed decoding leaves.
const BROKEN = /(?![\n\t])[\p{Cc}\p{Cs}\ufffd]/u;
// Embeddings, overrides and isolates: they show a text in another order than it is read by machines.
const TURNING = /[\u202a-\u202e\u2066-\u2069]/u;
// Where what is said of persons belongs.
const OF_PERSONS = /^(persons|passengers)\b/;
const BREAKING = /[\n\t\u2028\u2029]/u;

/** The rules of a text on one line, of at most so many UTF-16 units. */
export function checkLine(value: string, field: string, most: number, findings: Findings): void {
  checkText(value, field, most, findings);
  if (SUSPECT.test(value) && BREAKING.test(value)) findings.violation("text-one-line", field);
}

/** The rules of a text that may have several lines, of at most so many UTF-16 units. */
export function checkText(value: string, field: string, most: number, findings: Findings): void {
  if (!OF_PERSONS.test(field) && namesDocument(value)) {
    findings.warning("document-in-text", field);
  }
  if (value.length > most) findings.violation("text-length", field, `At most ${most} characters.`);
  if (!SUSPECT.test(value)) return;
  if (BROKEN.test(value)) findings.violation("text-characters", field);
  if (TURNING.test(value)) findings.violation("text-direction", field);
}

/** Whether a text says something. */
export function isSaid(text: string): boolean {
  return text.trim() !== "";
}
