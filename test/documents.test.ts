import { existsSync, globSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const pages = globSync(["*.md", "docs/**/*.md", "{deploy,packages,services,test}/**/*.md"], {
  cwd: root,
  exclude: (path) => path.includes("node_modules"),
});

function read(page: string): string {
  return readFileSync(join(root, page), "utf8");
}

/** Where the links and pictures of a page lead, but those to other hosts. */
function linksOf(page: string): string[] {
  const text = read(page).replaceAll(/```.*?```/gs, "");
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!);
  return targets.filter((target) => !/^(?:https?|mailto):/.test(target));
}

/** The names by which links lead to headings: in small letters, without marks, with hyphens for spaces. */
function anchorsOf(page: string): string[] {
  const headings = [...read(page).matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading!);
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

/** Whether there is what a link of a page leads to. */
function leads(page: string, target: string): boolean {
  const [path, anchor] = target.split("#");
  const file = path ? relative(root, join(root, dirname(page), path)) : page;
  if (!existsSync(join(root, file))) return false;
  return anchor === undefined || anchorsOf(file).includes(anchor);
}

test("every link in the documents leads somewhere", () => {
  const links = pages.flatMap((page) => linksOf(page).map((target) => ({ page, target })));
  expect(links.length).toBeGreaterThan(100);
  const dead = links.filter(({ page, target }) => !leads(page, target));
  expect(dead.map(({ page, target }) => `${page}: ${target}`)).toEqual([]);
});

test("the list of pages has every page", () => {
  const listed = linksOf("docs/README.md");
  const files = readdirSync(join(root, "docs")).filter((name) => name.endsWith(".md"));
  expect(files.filter((name) => name !== "README.md" && !listed.includes(name))).toEqual([]);
});

test("the operations page says all that an administrator does, or leads to where it is said", () => {
  const anchors = anchorsOf("docs/operations.md");
  const subjects = ["install", "sizes", "ports", "certificates", "upgrade", "backup", "disaster"];
  expect(subjects.filter((subject) => !anchors.includes(subject))).toEqual([]);
  const links = linksOf("docs/operations.md");
  const led = ["backup", "upgrade", "restore"].map((its) => `recovery.md#${its}`);
  expect(led.filter((link) => !links.includes(link))).toEqual([]);
});

test("the README is read in a few minutes: under 150 lines", () => {
  expect(read("README.md").split("\n").length - 1).toBeLessThan(150);
});
