import { plain, plainLines } from "../plain-text.ts";
import type { Block } from "@talanoa/sharing/story/block.ts";

/** Blocks as Markdown, which also reads as text. */
export function markdownPage(blocks: readonly Block[]): string {
  return `${blocks.map(markdownOf).join("\n\n")}\n`;
}

function markdownOf(block: Block): string {
  switch (block.kind) {
    case "heading":
      return `${"#".repeat(block.level)} ${escaped(block.text)}`;
    case "text":
      return escaped(block.text);
    case "list":
      return block.items
        .map((item, i) => `${block.ordered ? `${i + 1}.` : "-"} ${escaped(item)}`)
        .join("\n");
    case "fields":
      return block.fields
        .map(([name, value]) => `- **${escaped(name)}**: ${escaped(value)}`)
        .join("\n");
    case "code":
      return `\`\`\`\n${plainLines(block.text).join("\n")}\n\`\`\``;
    case "table": {
      const row = (cells: readonly string[]) => `| ${cells.map(cellOf).join(" | ")} |`;
      const rule = `|${" --- |".repeat(block.columns.length)}`;
      return [row(block.columns), rule, ...block.rows.map(row)].join("\n");
    }
  }
  return block satisfies never;
}

/** Only in a table a bar would part what it stands in. */
function cellOf(words: string): string {
  return escaped(words).replaceAll("|", "\\|");
}

function escaped(words: string): string {
  return plain(words).replaceAll(/[\\`*_[\]<>#]/g, (character) => `\\${character}`);
}
