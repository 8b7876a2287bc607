import { join } from "node:path";
import { build, type Rolldown } from "vite";
import { expect, test } from "vitest";

/** What pages need of the packages: the whole way of a notice, and the log with its proofs. */
const needed = [
  "@talanoa/client/arrivals.ts",
  "@talanoa/client/bundle.ts",
  "@talanoa/client/checked-query.ts",
  "@talanoa/client/checked-trail.ts",
  "@talanoa/client/directory.ts",
  "@talanoa/client/explain.ts",
  "@talanoa/client/genuine-copy.ts",
  "@talanoa/client/key-ring.ts",
  "@talanoa/client/log-proof.ts",
  "@talanoa/client/log-stats.ts",
  "@talanoa/client/notices.ts",
  "@talanoa/client/publish.ts",
  "@talanoa/client/questions.ts",
  "@talanoa/client/readers.ts",
  "@talanoa/client/seal-draft.ts",
  "@talanoa/client/state.ts",
  "@talanoa/client/verify.ts",
  "@talanoa/client/version-chain.ts",
  "@talanoa/sharing/feed/case-notice.ts",
  "@talanoa/sharing/notice/describe.ts",
  "@talanoa/sharing/notice/draft.ts",
  "@talanoa/sharing/notice/template.ts",
  "@talanoa/sharing/routing/consequences.ts",
];

test("what pages need of the packages runs in a browser: no module of Node, no Buffer", async () => {
  const entry = join(import.meta.dirname, "needed.js");
  const plugin: Rolldown.Plugin = {
    name: "needed",
    resolveId: (id) => (id === entry ? id : null),
    load: (id) =>
      id === entry ? needed.map((name) => `export * from "${name}";`).join("\n") : null,
  };
  const built = await build({
    configFile: false,
    root: import.meta.dirname,
    logLevel: "silent",
    plugins: [plugin],
    build: {
      write: false,
      minify: false,
      target: "es2022",
      lib: { entry, formats: ["es"], fileName: "needed" },
      rolldownOptions: { preserveEntrySignatures: "strict" },
    },
  });
  const [{ output }] = built as [Rolldown.RolldownOutput];
  const modules = output.flatMap((chunk) =>
    chunk.type === "chunk" ? Object.entries(chunk.modules) : [],
  );
  expect(modules.length).toBeGreaterThan(100);
  const ofNode = modules.filter(([id]) => /node:|__vite-browser-external|grpc/.test(id));
  expect(ofNode.map(([id]) => id)).toEqual([]);
  const withBuffer = modules.filter(
    ([id, { code }]) => !id.includes("node_modules") && /\bBuffer\b(?!`)/.test(code ?? ""),
  );
  expect(withBuffer.map(([id]) => id)).toEqual([]);
  expect(modules.some(([id]) => id.endsWith("ed25519.browser.ts"))).toBe(true);
});
