import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Plugin } from "vite";

/** What gains by it: text. */
const TEXT = /\.(css|html|js|json|svg|webmanifest)$/;
/** What fits one packet gains nothing. */
const WORTH_IT = 1_000;

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

/** Writes each file of text compressed beside itself (`.br`, `.gz`), as hard as can be: done once, sent often. */
export function precompress(): Plugin {
  return {
    name: "precompress",
    apply: "build",
    async writeBundle({ dir = "" }) {
      const files = await readdir(dir, { recursive: true });
      await Promise.all(
        files
          .filter((file) => TEXT.test(file))
          .map(async (file) => {
            const path = join(dir, file);
            const bytes = await readFile(path);
            if (bytes.length < WORTH_IT) return;
            const params = {
              [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
              [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
            };
            await writeFile(`${path}.br`, await brotli(bytes, { params }));
            await writeFile(
              `${path}.gz`,
              await zip(bytes, { level: constants.Z_BEST_COMPRESSION }),
            );
          }),
      );
    },
  };
}
