import { cut, plain, widthOf, wrap } from "./plain-text.ts";
import type { Paint } from "./style.ts";

export interface Column {
  readonly title: string;
  readonly align?: "right";
  /** Gives way first, down to this width, when the line is too long. */
  readonly shrinksTo?: number;
  /** Goes on in further lines where the width is not enough, without breaking words; otherwise it is cut. */
  readonly wraps?: true;
  /** A fixed width, for rows that come one by one. */
  readonly width?: number;
}

/** What stands in a table: text of any origin, and how it is set off. */
export type Cell = string | { readonly text: string; readonly paint: Paint };

/** Columns with their widths, for rows that come one by one. */
export interface Layout {
  readonly columns: readonly Column[];
  /** How many of them stand side by side: what comes after has further lines, each cell by its title. */
  readonly beside: number;
  readonly widths: readonly number[];
  /** Characters in a line. 0 is any number, as nobody looks: nothing is cut, and what is too long shifts the rest. */
  readonly available: number;
}

const GAP = "  ";
const INDENT = "  ";

/** Lays out rows so that a line has at most `columns` characters; 0 is any length. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  options: { columns: number; heading?: Paint },
): string[] {
  const texts = rows.map((row) => row.map((cell) => plain(textOf(cell))));
  const column = (index: number) => [
    columns[index]!.title,
    ...texts.map((row) => row[index] ?? ""),
  ];
  // All rows are known here: where nothing is cut a width that was given would let long cells shift the rest.
  const wanted = columns.map(({ width }, index) =>
    options.columns > 0 ? (width ?? widest(column(index))) : widest(column(index)),
  );
  const needed = columns.map(({ shrinksTo, wraps }, index) => {
    const least = shrinksTo ?? Infinity;
    const word = wraps ? widest(column(index).flatMap((text) => text.split(" "))) : 0;
    return Math.min(wanted[index]!, Math.max(least, word));
  });
  const layout = layoutOf(columns, options.columns, { wanted, needed });
  const { heading } = options;
  return [
    ...(heading ? [headingLine(layout, heading)] : []),
    ...rows.flatMap((row) => tableLines(layout, row)),
  ];
}

/**
 * The columns fitted to so many characters; 0 is any number. Those without a width are as wide as their titles.
 * Where not even what each needs is there, the last ones have a line of their own.
 */
export function layoutOf(
  columns: readonly Column[],
  available: number,
  { wanted, needed }: Widths = widthsOf(columns),
): Layout {
  if (available === 0) return { columns, beside: columns.length, widths: wanted, available };
  let beside = columns.length;
  while (beside > 1 && lengthOf(needed.slice(0, beside)) > available) beside--;
  const widths = fit(wanted.slice(0, beside), needed, available);
  return { columns, beside, widths, available };
}

/** Of each column what its cells take, and with how little they can do. */
interface Widths {
  readonly wanted: readonly number[];
  readonly needed: readonly number[];
}

function widthsOf(columns: readonly Column[]): Widths {
  const wanted = columns.map(({ title, width }) => width ?? widthOf(title));
  return { wanted, needed: columns.map(({ shrinksTo }, index) => shrinksTo ?? wanted[index]!) };
}

/** The titles of the columns. */
export function headingLine(layout: Layout, paint: Paint): string {
  const titles = layout.columns
    .slice(0, layout.beside)
    .map(({ title }) => ({ text: title, paint }));
  return tableLines(layout, titles).join("\n");
}

/** One row, in as many lines as its longest wrapped cell takes, and those below. */
export function tableLines(layout: Layout, row: readonly Cell[]): string[] {
  const { widths, available } = layout;
  const columns = layout.columns.slice(0, layout.beside);
  const cells = columns.map(({ wraps }, index) => {
    const text = plain(textOf(row[index] ?? ""));
    const width = widths[index] ?? 0;
    if (available === 0) return [text];
    return wraps ? wrap(text, width) : [cut(text, width)];
  });
  const height = Math.max(...cells.map(({ length }) => length));
  const side = Array.from({ length: height }, (_, place) =>
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
  return [...side, ...linesBelow(layout, row)];
}

/** The cells that have no room beside the others, those that say something, each with its title. */
function linesBelow({ columns, beside, available }: Layout, row: readonly Cell[]): string[] {
  const below = columns.slice(beside);
  const width = Math.max(1, available - INDENT.length);
  const lines: string[] = [];
  let line = "";
  for (const [index, { title }] of below.entries()) {
    const text = plain(textOf(row[beside + index] ?? ""));
    if (text === "") continue;
    const named = below.length > 1 && title !== "" ? `${title} ${text}` : text;
    const longer = line === "" ? named : `${line} · ${named}`;
    if (widthOf(longer) <= width) {
      line = longer;
      continue;
    }
    if (line !== "") lines.push(line);
    const wrapped = wrap(named, width);
    line = wrapped.pop()!;
    lines.push(...wrapped);
  }
  return [...lines, ...(line === "" ? [] : [line])].map((each) => INDENT + each);
}

function widest(texts: readonly string[]): number {
  return texts.reduce((width, text) => Math.max(width, widthOf(text)), 0);
}

function lengthOf(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, GAP.length * (widths.length - 1));
}

function fit(wanted: readonly number[], needed: readonly number[], available: number): number[] {
  const widths = [...wanted];
  let over = lengthOf(widths) - available;
  // The widest of those that may shrink gives first, so that none is left with nothing.
  while (over > 0) {
    let at = -1;
    widths.forEach((width, index) => {
      if (width <= needed[index]!) return;
      if (at < 0 || width > widths[at]!) at = index;
    });
    if (at < 0) break;
    widths[at]!--;
    over--;
  }
  return widths;
}

/** A cell alone, for a terminal. */
export function paintedText(cell: Cell): string {
  const text = plain(textOf(cell));
  return typeof cell === "string" ? text : cell.paint(text);
}

function textOf(cell: Cell): string {
  return typeof cell === "string" ? cell : cell.text;
}
