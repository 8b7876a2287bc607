import { join } from "node:path";
import { defineConfig } from "vite";
import { precompress } from "./precompress.ts";

/** Makes `web/dist` of `web/`: files that a browser loads, named by their content. */
export default defineConfig({
  root: `${import.meta.dirname}/web`,
  // The content security policy allows no data: and no code within the page.
  build: {
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2022",
    emptyOutDir: true,
    rolldownOptions: {
      input: {
        index: `${import.meta.dirname}/web/index.html`,
        // At one address for good: a browser looks there for the next version of it.
        "service-worker": `${import.meta.dirname}/web/service-worker.ts`,
      },
      output: {
        entryFileNames: ({ name }) =>
          name === "service-worker" ? "[name].js" : "assets/[name]-[hash].js",
        codeSplitting: {
          groups: [
            // What begins and the feed come in one file with all that they need: a request costs a slow link as much as 5 KB.
            { name: "start", test: /\/web\/(main|pages\/feed\/feed-page)\.tsx$/ },
          ],
        },
      },
    },
  },
  // protobufjs takes it along for 64-bit integers, which the contract reads as numbers.
  resolve: { alias: { long: join(import.meta.dirname, "no-long.ts") } },
  plugins: [precompress()],
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
});
