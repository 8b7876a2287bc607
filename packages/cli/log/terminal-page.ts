import { plain, wrap } from "../plain-text.ts";
import { styleOf } from "../style.ts";
import { type Column, table } from "../table.ts";
import type { Terminal } from "../terminal.ts";
import type { Block, Table } from "@talanoa/sharing/story/block.ts";

/** Blocks as lines for a terminal, or for whatever reads in its place. */
export function terminalPage(
  blocks: readonly Block[],
  terminal: Pick<Terminal, "columns" | "colours">,
): string[] {
  const { bold } = styleOf(terminal);
  return blocks.flatMap((block, i): string[] => {
    switch (block.kind) {
      case "heading":
        return [...(i > 0 ? [""] : []), bold(plain(block.text))];
      case "text":
        return lines(block.text, terminal.columns);
      case "list":
        return block.items.flatMap((item) => lines(`- ${item}`, terminal.columns));
      case "fields":
        return block.fields.map(([name, value]) => plain(`${name}: ${value}`));
      case "code":
        return block.text.split("\n").map(plain);
      case "table":
        return tableLines(block, terminal);
    }
    return block satisfies never;
  });
}

function tableLines(
  { columns, rows }: Table,
  terminal: Pick<Terminal, "columns" | "colours">,
): string[] {
  const { dim } = styleOf(terminal);
  const shown = columns.map((title): Column => ({ title, shrinksTo: 10, wraps: true }));
  return table(shown, rows, { columns: Math.max(0, terminal.columns - 2), heading: dim }).map(
    (line) => `  ${line}`.trimEnd(),
  );
}

function lines(words: string, width: number): string[] {
  return width > 0 ? wrap(plain(words), width) : [plain(words)];
}
