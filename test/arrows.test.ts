import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, test } from "vitest";

// Which parts of the house a part may import. Whoever adds an arrow changes the house: see
// docs/architecture.md first.
const mayImport: Record<string, readonly string[]> = {
  "packages/crypto": [],
  "packages/contract": ["crypto"],
  "packages/sharing": ["crypto", "contract"],
  "packages/tlog": ["crypto"],
  "packages/passenger": ["contract"],
  "packages/platform": ["contract", "sharing"],
  "packages/backup": ["contract", "sharing", "platform"],
  "packages/client": ["crypto", "contract", "sharing", "tlog", "platform"],
  "packages/devstack": ["contract", "sharing", "tlog", "client"],
  "packages/cli": [
    "crypto",
    "contract",
    "sharing",
    "tlog",
    "passenger",
    "platform",
    "backup",
    "client",
    "devstack",
  ],
  "services/alert-intake": ["contract", "sharing", "platform"],
  "services/member-routing": ["contract", "sharing", "platform"],
  "services/member-feeds": ["contract", "sharing", "platform"],
  "services/audit-log": ["contract", "sharing", "tlog", "platform", "client"],
  "services/risk-profile": ["contract", "sharing", "passenger", "platform", "client"],
  "services/notification": ["contract", "sharing", "platform"],
  "services/console": ["crypto", "contract", "sharing", "tlog", "platform", "client"],
  test: [
    "contract",
    "sharing",
    "tlog",
    "passenger",
    "platform",
    "backup",
    "client",
    "devstack",
    "cli",
  ],
};
// A test of a package or service, and what stands in a folder `testing/` for tests, may start real servers.
const testsMayAlsoImport = ["devstack"];
const isForTests = (file: string) => file.endsWith(".test.ts") || file.includes("/testing/");
// Libraries that stay inside one part.
const keptInside: Record<string, string> = {
  protobufjs: "packages/contract",
  "protobufjs/minimal.js": "packages/contract",
};

const root = join(import.meta.dirname, "..");
const sources = globSync("{packages,services,test}/**/*.{ts,tsx,mjs,js}", {
  cwd: root,
  exclude: (path) =>
    path.includes("node_modules") || path.includes("generated") || path.includes("generate.mjs"),
});

interface Import {
  readonly file: string;
  readonly part: string;
  readonly specifier: string;
}

function partOf(file: string): string {
  const [top = "", name = ""] = file.split("/");
  return top === "test" ? top : `${top}/${name}`;
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), "utf8");
  const pattern = /(?:^|\s)(?:from|import)\s*\(?\s*"([^"\n]+)"/g;
  return [...text.matchAll(pattern)].map(([, specifier = ""]) => ({
    file,
    part: partOf(file),
    specifier,
  }));
}

const imports = sources.flatMap(importsOf);

/** Whether what pages of the console share imports a page; a test may take its examples from one. */
function sharedOfPage({ file, specifier }: Import): boolean {
  const isShared = /^services\/console\/web\/(parts|words)\//.test(file) && !isForTests(file);
  const target = relative(root, join(root, dirname(file), specifier));
  return isShared && specifier.startsWith(".") && target.startsWith("services/console/web/pages/");
}

function wrongArrow({ file, part, specifier }: Import): boolean {
  if (specifier.startsWith(".")) {
    const target = relative(root, join(root, dirname(file), specifier));
    return partOf(target) !== part;
  }
  const [, name] = /^@talanoa\/([^/]+)/.exec(specifier) ?? [];
  if (!name || part.endsWith(`/${name}`)) return false;
  const allowed = mayImport[part] ?? [];
  return !allowed.includes(name) && !(isForTests(file) && testsMayAlsoImport.includes(name));
}

describe("the arrows of the house run one way", () => {
  test("every part of the house has its row", () => {
    const parts = new Set(sources.map(partOf));
    expect([...parts].filter((part) => !(part in mayImport))).toEqual([]);
    expect(imports.length).toBeGreaterThan(100);
  });

  test("no part imports another that it may not", () => {
    const wrong = imports.filter(wrongArrow).map(({ file, specifier }) => `${file}: ${specifier}`);
    expect(wrong).toEqual([]);
  });

  test("what pages of the console share imports no page", () => {
    const wrong = imports.filter(sharedOfPage);
    expect(wrong.map(({ file, specifier }) => `${file}: ${specifier}`)).toEqual([]);
    const file = "services/console/web/words/field-name.ts";
    const specifier = "../pages/publish/form/draft-path.ts";
    expect(sharedOfPage({ file, part: partOf(file), specifier })).toBe(true);
  });

  test("a library that is kept inside one part is imported there alone", () => {
    const wrong = imports.filter(({ specifier, part }) => {
      const home = keptInside[specifier];
      return home !== undefined && home !== part;
    });
    expect(wrong.map(({ file, specifier }) => `${file}: ${specifier}`)).toEqual([]);
  });

  test("a wrong arrow would be seen", () => {
    const file = "packages/sharing/routing/route.ts";
    const part = "packages/sharing";
    expect(wrongArrow({ file, part, specifier: "@talanoa/platform/bus/committer.ts" })).toBe(true);
    expect(wrongArrow({ file, part, specifier: "../../platform/errors.ts" })).toBe(true);
    expect(wrongArrow({ file, part, specifier: "../directory/directory.ts" })).toBe(false);
  });
});
