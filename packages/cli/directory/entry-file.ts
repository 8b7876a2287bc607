import { resolve } from "node:path";
import { text } from "node:stream/consumers";
import { readNamed } from "../file-trouble.ts";
import type { Terminal } from "../terminal.ts";
import { UsageError } from "../usage-error.ts";
import { isJsonLines, valuesIn } from "../written-values.ts";
import { type GivenEntry, givenEntry } from "./given-entry.ts";

/**
 * The entries of a file, or of standard input for `-`: JSON or YAML, of one entry, a list, or several documents; or JSON
 * lines. Throws UsageError that names each field that is wrong.
 */
export async function entriesInFile(
  file: string,
  { cwd, input }: Pick<Terminal, "cwd" | "input">,
): Promise<GivenEntry[]> {
  const isInput = file === "-";
  const name = isInput ? "standard input" : file;
  const its = isInput ? await text(input) : (await readNamed(resolve(cwd, file))).toString();
  const values = isJsonLines(its)
    ? its
        .split("\n")
        .filter((line) => line.trim() !== "")
        .map((line) => JSON.parse(line) as unknown)
    : valuesIn(its, name).flat();
  if (values.length === 0) throw new UsageError(`${name} has no entry in it`);
  return values.map((value, i) =>
    givenEntry(value, values.length === 1 ? name : `${name}, entry ${i + 1}`),
  );
}
