/** Rows as RFC 4180 has them, the first with the names of the columns. */
export function csv(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map((row) => `${row.map(cellText).join(",")}\r\n`).join("");
}

// A spreadsheet takes what begins with these for a formula, and runs it.
const FORMULA = /^[=+\-@\t\r]/;

function cellText(cell: string | number): string {
  const harmless = typeof cell === "string" && FORMULA.test(cell) ? `'${cell}` : String(cell);
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
