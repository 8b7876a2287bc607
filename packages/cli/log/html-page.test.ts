import { expect, test } from "vitest";
import type { Block } from "@talanoa/sharing/story/block.ts";
import { htmlPage } from "./html-page.ts";
import { markdownPage } from "./markdown-page.ts";

const nasty = `<script>alert("x")</script> & 'y' | \u202e\u001b[31m`;
const blocks: readonly Block[] = [
  { kind: "heading", level: 1, text: nasty },
  { kind: "text", text: nasty },
  { kind: "list", items: [nasty], ordered: true },
  { kind: "fields", fields: [[nasty, nasty]] },
  { kind: "table", caption: nasty, columns: ["entry", nasty], rows: [["1", nasty]] },
  { kind: "code", text: `${nasty}\nsecond line` },
];

test("a page holds what came in as text alone: nothing of it is markup, or turns the writing", () => {
  const html = htmlPage(nasty, blocks);
  expect(html).not.toMatch(/<script|\u202e|\u001b/);
  expect(html.match(/&lt;script&gt;alert\(&quot;x&quot;\)/g)).toHaveLength(10);
  expect(html).toContain("\nsecond line</pre>");
  const markdown = markdownPage(blocks);
  expect(markdown).not.toMatch(/\u202e|\u001b/);
  expect(markdown).toContain(String.raw`| 1 | \<script\>alert("x")\</script\> & 'y' \| `);
});

test("a table says what it is of, and names its columns and rows", () => {
  const html = htmlPage("A", [
    { kind: "table", caption: "Of readers", columns: ["who", "when"], rows: [["TO", "now"]] },
  ]);
  expect(html).toContain("<caption>Of readers</caption>");
  expect(html).toContain('<th scope="col">who</th><th scope="col">when</th>');
  expect(html).toContain('<th scope="row">TO</th><td>now</td>');
});
