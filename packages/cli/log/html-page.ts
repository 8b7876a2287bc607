import { plain, plainLines } from "../plain-text.ts";
import type { Block, Table } from "@talanoa/sharing/story/block.ts";

const STYLE = `
@page { size: A4; margin: 18mm 15mm; }
body { font: 10pt/1.4 Georgia, "Times New Roman", serif; color: #000; background: #fff; max-width: 180mm; margin: 2em auto; padding: 0 1em; }
h1 { font-size: 17pt; } h2 { font-size: 13pt; margin-top: 2em; } h3 { font-size: 11pt; margin-top: 1.4em; }
h1, h2, h3, caption { break-after: avoid; }
table { border-collapse: collapse; width: 100%; font-size: 8.5pt; }
caption { text-align: left; position: absolute; clip-path: inset(50%); }
th, td { border: 1px solid #777; padding: 2px 5px; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
thead { display: table-header-group; } thead th { background: #eee; } tbody th { font-weight: normal; }
tr { break-inside: avoid; }
dt { font-weight: bold; } dd { margin: 0 0 .3em 1.5em; overflow-wrap: anywhere; }
pre { font: 7.5pt/1.3 Consolas, "DejaVu Sans Mono", monospace; white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid #bbb; padding: .5em; }
@media print { body { margin: 0; padding: 0; max-width: none; } }
`;

/** Blocks as one HTML file that needs nothing else, and in which nothing runs. */
export function htmlPage(title: string, blocks: readonly Block[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${blocks.map(htmlOf).join("\n")}
</main>
</body>
</html>
`;
}

function htmlOf(block: Block): string {
  switch (block.kind) {
    case "heading":
      return `<h${block.level}>${escaped(block.text)}</h${block.level}>`;
    case "text":
      return `<p>${escaped(block.text)}</p>`;
    case "list": {
      const tag = block.ordered ? "ol" : "ul";
      return `<${tag}>\n${block.items.map((item) => `<li>${escaped(item)}</li>`).join("\n")}\n</${tag}>`;
    }
    case "fields":
      return `<dl>\n${block.fields
        .map(([name, value]) => `<dt>${escaped(name)}</dt><dd>${escaped(value)}</dd>`)
        .join("\n")}\n</dl>`;
    case "code":
      return `<pre>${plainLines(block.text).map(escaped).join("\n")}</pre>`;
    case "table":
      return tableOf(block);
  }
  return block satisfies never;
}

function tableOf({ caption, columns, rows }: Table): string {
  const head = columns.map((title) => `<th scope="col">${escaped(title)}</th>`).join("");
  const body = rows.map(([first = "", ...rest]) => {
    const cells = rest.map((cell) => `<td>${escaped(cell)}</td>`).join("");
    return `<tr><th scope="row">${escaped(first)}</th>${cells}</tr>`;
  });
  return `<table>
<caption>${escaped(caption)}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${body.join("\n")}
</tbody>
</table>`;
}

const ENTITIES: { readonly [character: string]: string } = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(words: string): string {
  return plain(words).replaceAll(/[&<>"']/g, (character) => ENTITIES[character]!);
}
