import { cut, plain, widthOf, wrap } from "./plain-text.ts";
import type { Paint } from "./style.ts";

export interface Column {
  readonly title: string;
  readonly align?: "right";
  /** Gives way first, down to this width, when the line is too long. */
  readonly shrinksTo?: number;
  /** Goes on in further lines where the width is not enough; otherwise it is cut. */
  readonly wraps?: true;
  /** A fixed width, for rows that come one by one. */
  readonly width?: number;
}

/** What stands in a table: text of any origin, and how it is set off. */
export type Cell = string | { readonly text: string; readonly paint: Paint };

/** Columns with their widths, for rows that come one by one. */
export interface Layout {
  readonly columns: readonly Column[];
  readonly widths: readonly number[];
  /** Nobody looks: nothing is cut, and what is too long shifts the rest of its line. */
  readonly endless: boolean;
}

const GAP = "  ";

/** Lays out rows so that a line has at most `columns` characters; 0 is any length. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  options: { columns: number; heading?: Paint },
): string[] {
  const texts = rows.map((row) => row.map((cell) => plain(textOf(cell))));
  const wanted = columns.map(
    ({ title, width }, index) =>
      width ?? Math.max(widthOf(title), ...texts.map((row) => widthOf(row[index] ?? ""))),
  );
  const layout = layoutOf(columns, options.columns, wanted);
  const { heading } = options;
  return [
    ...(heading ? [headingLine(layout, heading)] : []),
    ...rows.flatMap((row) => tableLines(layout, row)),
  ];
}

/** The columns fitted to so many characters; 0 is any number. Those without a width are as wide as their titles. */
export function layoutOf(
  columns: readonly Column[],
  available: number,
  wanted = columns.map(({ title, width }) => width ?? widthOf(title)),
): Layout {
  return { columns, widths: fit(columns, wanted, available), endless: available === 0 };
}

/** The titles of the columns. */
export function headingLine(layout: Layout, paint: Paint): string {
  return tableLines(
    layout,
    layout.columns.map(({ title }) => ({ text: title, paint })),
  ).join("\n");
}

/** One row, in as many lines as its longest wrapped cell takes. */
export function tableLines(layout: Layout, row: readonly Cell[]): string[] {
  const { columns, widths, endless } = layout;
  const cells = columns.map(({ wraps }, index) => {
    const text = plain(textOf(row[index] ?? ""));
    const width = widths[index] ?? 0;
    if (endless) return [text];
    return wraps ? wrap(text, width) : [cut(text, width)];
  });
  const height = Math.max(...cells.map(({ length }) => length));
  return Array.from({ length: height }, (_, place) =>
    columns
      .map(({ align }, index) => {
        const text = cells[index]?.[place] ?? "";
        const cell = row[index];
        // The padding is left unpainted, so that a coloured ground ends with the word.
        const painted = text && typeof cell === "object" ? cell.paint(text) : text;
        const padding = " ".repeat(Math.max(0, (widths[index] ?? 0) - widthOf(text)));
        return align === "right" ? padding + painted : painted + padding;
      })
      .join(GAP)
      .trimEnd(),
  );
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
