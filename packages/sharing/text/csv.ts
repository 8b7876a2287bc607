import { plain } from "./plain.ts";

/** Every line of RFC 4180 ends so. */
export const END = "\r\n";

/**
 * A cell of CSV (RFC 4180). One that a spreadsheet would take for a formula gets an apostrophe before it,
 * as OWASP advises; what would break the line becomes a space.
 */
export function csvCell(text: string): string {
  const its = plain(text);
  const safe = /^\s*[=+\-@]/.test(its) ? `'${its}` : its;
  return /[",]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Rows of any table, the first with the names of its columns. */
export function csv(rows: readonly (readonly (string | number)[])[]): string {
  const cell = (its: string | number) => (typeof its === "number" ? String(its) : csvCell(its));
  return rows.map((row) => `${row.map(cell).join(",")}${END}`).join("");
}
