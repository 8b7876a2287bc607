import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type WordTree, wordTree } from "./completion/word-tree.ts";
import type { Terminal } from "./terminal.ts";

const root = join(import.meta.dirname, "..", "..");
const pages = [
  "README.md",
  ...readdirSync(join(root, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => join("docs", name)),
];

/** The lines of a page that begin with the command, in blocks for a shell and within a sentence. */
function commandLines(page: string): string[] {
  const text = readFileSync(join(root, page), "utf8").replaceAll(/\\\n\s*/g, " ");
  const blocks = [...text.matchAll(/```sh\n(.*?)```/gs)].flatMap(([, block]) => block!.split("\n"));
  const rest = text.replaceAll(/```.*?```/gs, "").replaceAll("\n", " ");
  const spans = [...rest.matchAll(/`([^`]+)`/g)].map(([, span]) => span!);
  return [...blocks, ...spans].flatMap((line) => {
    const found = /^\s*(?:[A-Z_]+=\S+ +)*(?:npx )?talanoa +([^|#;&>]+)/.exec(line);
    return found ? [found[1]!.trim()] : [];
  });
}

/** What a command line names that is not there; nothing for one that could be given so. */
function unknownIn(line: string, program: WordTree): string[] {
  const unknown: string[] = [];
  const path = [program];
  const words = [...line.matchAll(/"[^"]*"|\S+/g)].map(([word]) => word);
  while (words.length > 0) {
    const word = words.shift()!;
    const current = path.at(-1)!;
    if (word.startsWith("--")) {
      const flag = word.split("=")[0]!;
      // Of a group the options of its default command, too.
      const those = [...path, ...current.commands].flatMap((each) => each.options);
      const option = those.find((each) => each.flag === flag);
      if (option && option.takes !== "nothing" && flag === word) words.shift();
      if (!option && flag !== "--help") unknown.push(flag);
      continue;
    }
    const under = current.commands.find(({ name }) => name === word);
    if (under) path.push(under);
    // In capitals it stands for a name.
    else if (current === program && /^[a-z]/.test(word)) unknown.push(word);
  }
  return unknown;
}

test("every command in the documents is one that can be given", async () => {
  const program = await wordTree({
    terminal: { env: {} } as Terminal,
    signal: new AbortController().signal,
    options: {},
    exitCode: 0,
  });
  const lines = pages.flatMap((page) => commandLines(page).map((line) => ({ page, line })));
  expect(lines.length).toBeGreaterThan(100);
  const wrong = lines.flatMap(({ page, line }) =>
    unknownIn(line, program).map((word) => `${page}: talanoa ${line}: ${word}`),
  );
  expect(wrong).toEqual([]);
});
