import { sectionWords, wordOf } from "@talanoa/contract/words.ts";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Example } from "./rule.ts";
import { NOT_ADDRESSED, ruleSentences, sharingRules } from "./rules.ts";

const path = new URL("../../../docs/sharing-rules.md", import.meta.url).pathname;

const names: { readonly [participant: string]: string } = {
  FJ: "Fiji",
  KI: "Kiribati",
  NAVY: "the Navy",
  OCO: "the Secretariat",
  POLICE: "the Police Service",
  TO: "Tonga",
  VU: "Vanuatu",
  WS: "Samoa",
};

test("the page for those who judge the rules is made of the table that the hub runs", async () => {
  const guide = readFileSync(path, "utf8");
  const tables = { admit: table(sharingRules.admit), withhold: table(sharingRules.withhold) };
  let expected = guide;
  for (const [name, text] of Object.entries(tables)) expected = replaced(expected, name, text);
  // Write the page anew with: npx vitest run packages/sharing/routing/rules-guide.test.ts -u
  await expect(expected).toMatchFileSnapshot(path);
  expect(guide).toContain(`\`${NOT_ADDRESSED}\`: ${ruleSentences[NOT_ADDRESSED]}`);
});

function table(
  rules: readonly { name: string; says: string; examples: readonly Example[] }[],
): string {
  const rows = rules.map(({ name, says, examples }, i) => {
    const cases = examples.map(sentence).join("<br>");
    return `| ${i + 1} | \`${name}\` | ${says} | ${cases} |`;
  });
  return ["| | rule | what it says | for example |", "| --- | --- | --- | --- |", ...rows].join(
    "\n",
  );
}

/** `When it names Tonga: Tonga gets it.` */
function sentence({ when, reader, gets }: Example): string {
  const who = names[reader] ?? reader;
  if (gets === "all") return `When ${when}: ${who} gets it.`;
  if (gets === "nothing") return `When ${when}: ${who} does not get it.`;
  const types = gets.without.map((type) => wordOf(sectionWords, type)).join(" and ");
  return `When ${when}: ${who} gets it without ${types}.`;
}

/** The text with what stands between a table's two marks replaced. */
function replaced(text: string, name: string, by: string): string {
  const [start, end] = [`<!-- ${name}: kept by a test -->`, `<!-- end of ${name} -->`];
  const from = text.indexOf(start);
  const to = text.indexOf(end);
  expect(from).toBeGreaterThan(0);
  expect(to).toBeGreaterThan(from);
  return `${text.slice(0, from + start.length)}\n\n${by}\n\n${text.slice(to)}`;
}
