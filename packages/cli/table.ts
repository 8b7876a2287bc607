import { cut, plain, widthOf } from "./plain-text.ts";
import type { Paint } from "./style.ts";

export interface Column {
  readonly title: string;
  readonly align?: "right";
  /** Gives way first, down to this width, when the line is too long. */
  readonly shrinksTo?: number;
  /** A fixed width, for rows that come one by one. */
  readonly width?: number;
}

/** What stands in a table: text of any origin, and how it is set off. */
export type Cell = string | { readonly text: string; readonly paint: Paint };

const GAP = "  ";

/** Lays out rows so that a line has at most `columns` characters; 0 is any length. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  options: { columns: number; heading?: Paint },
): string[] {
  const texts = rows.map((row) => row.map((cell) => plain(textOf(cell))));
  const widths = fit(
    columns,
    columns.map(
      ({ title, width }, index) =>
        width ?? Math.max(widthOf(title), ...texts.map((row) => widthOf(row[index] ?? ""))),
    ),
    options.columns,
  );
  const heading = options.heading;
  const head = heading
    ? [
        line(
          columns,
          widths,
          columns.map(({ title }) => title),
        )
          .map(heading)
          .join(GAP),
      ]
    : [];
  return [...head, ...rows.map((row) => tableLine(columns, widths, row))];
}

/** The widths of columns that are given theirs, fitted to the terminal. */
export function fixedWidths(columns: readonly Column[], available: number): number[] {
  return fit(
    columns,
    columns.map(({ title, width }) => width ?? widthOf(title)),
    available,
  );
}

/** One row. */
export function tableLine(
  columns: readonly Column[],
  widths: readonly number[],
  row: readonly Cell[],
): string {
  const padded = line(
    columns,
    widths,
    row.map((cell) => plain(textOf(cell))),
  );
  return padded
    .map((text, index) => {
      const cell = row[index];
      if (cell === undefined || typeof cell === "string") return text;
      // The padding is left unpainted, so that a coloured ground ends with the word.
      const word = text.trim();
      return word === "" ? text : text.replace(word, () => cell.paint(word));
    })
    .join(GAP)
    .trimEnd();
}

function line(
  columns: readonly Column[],
  widths: readonly number[],
  texts: readonly string[],
): string[] {
  return columns.map((column, index) => {
    const width = widths[index] ?? 0;
    const text = cut(texts[index] ?? "", width);
    const padding = " ".repeat(Math.max(0, width - widthOf(text)));
    return column.align === "right" ? padding + text : text + padding;
  });
}

function fit(columns: readonly Column[], wanted: readonly number[], available: number): number[] {
  const widths = [...wanted];
  const gaps = GAP.length * (columns.length - 1);
  let over = available > 0 ? widths.reduce((sum, width) => sum + width, gaps) - available : 0;
  // The widest of those that may shrink gives first, so that none is left with nothing.
  while (over > 0) {
    let widest = -1;
    columns.forEach(({ shrinksTo }, index) => {
      if (shrinksTo === undefined || widths[index]! <= shrinksTo) return;
      if (widest < 0 || widths[index]! > widths[widest]!) widest = index;
    });
    if (widest < 0) break;
    widths[widest]!--;
    over--;
  }
  return widths;
}

function textOf(cell: Cell): string {
  return typeof cell === "string" ? cell : cell.text;
}
