import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Stack } from "@talanoa/devstack/stack.ts";

/** What the services, the broker and the database wrote to their logs, by file. */
export async function serviceLogs(stack: Stack): Promise<Map<string, string>> {
  const folder = join(stack.dataDir, "logs");
  const files = await readdir(folder);
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), "utf8")));
  return new Map(files.map((file, i) => [file, texts[i] ?? ""]));
}
