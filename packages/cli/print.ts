import type { Context } from "./context.ts";
import type { Json } from "./json.ts";
import { styleOf } from "./style.ts";
import { type Cell, type Column, paintedText, table } from "./table.ts";

/** Where results go, and in which form. */
export type Shown = Pick<Context, "terminal" | "options">;

/** Prints rows: a table for a person, one JSON object a line with --json. */
export async function printRows<Row>(
  { terminal, options }: Shown,
  rows: readonly Row[],
  forms: {
    columns: readonly Column[];
    cells(row: Row): Cell[];
    json(row: Row): Json;
    none: string;
  },
): Promise<void> {
  if (options.json) return printJson({ terminal }, rows.map(forms.json));
  if (rows.length === 0) return terminal.say(`${forms.none}\n`);
  const { dim } = styleOf(terminal);
  const lines = table(forms.columns, rows.map(forms.cells), {
    columns: terminal.columns,
    heading: dim,
  });
  await terminal.write(`${lines.join("\n")}\n`);
}

/** Prints values as JSON, one a line. */
export async function printJson(
  { terminal }: Pick<Context, "terminal">,
  values: readonly Json[],
): Promise<void> {
  if (values.length === 0) return;
  await terminal.write(`${values.map(jsonLine).join("\n")}\n`);
}

// What JSON.stringify leaves as it is, and a terminal or an editor obeys.
const STEERING = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A value as JSON on one line that can be shown on a terminal as it is; it reads as the same value. */
export function jsonLine(value: Json): string {
  return JSON.stringify(value).replaceAll(STEERING, (character) =>
    [...Array(character.length).keys()]
      .map((unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, "0")}`)
      .join(""),
  );
}

/** Prints pairs of a name and what it is, text of any origin; the names are in one column. */
export async function printFields(
  { terminal }: Pick<Context, "terminal">,
  fields: readonly (readonly [name: string, value: Cell])[],
): Promise<void> {
  const { dim } = styleOf(terminal);
  const given = fields.filter(([, value]) => value !== "");
  const width = Math.max(...given.map(([name]) => name.length));
  const lines = given.map(([name, value]) => `${dim(name.padEnd(width))}  ${paintedText(value)}`);
  await terminal.write(`${lines.join("\n")}\n`);
}
