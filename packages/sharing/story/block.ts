/** A piece of a page that is shown on a terminal, printed as HTML and kept as text. */
export type Block =
  | { readonly kind: "heading"; readonly level: 1 | 2 | 3; readonly text: string }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly string[]; readonly ordered?: boolean }
  | { readonly kind: "fields"; readonly fields: readonly (readonly [string, string])[] }
  | Table
  /** What is taken over to the letter. */
  | { readonly kind: "code"; readonly text: string };

export interface Table {
  readonly kind: "table";
  /** What the table is of, for who hears it read. */
  readonly caption: string;
  /** The first names the row. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export function heading(level: 1 | 2 | 3, text: string): Block {
  return { kind: "heading", level, text };
}

export function text(words: string): Block {
  return { kind: "text", text: words };
}

/** A table under its heading; nothing when it has no rows. */
export function section(
  title: string,
  columns: readonly string[],
  rows: readonly (readonly string[])[],
): Block[] {
  if (rows.length === 0) return [];
  return [heading(3, title), { kind: "table", caption: title, columns, rows }];
}
