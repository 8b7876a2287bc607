import { readFile } from "node:fs/promises";
import { join } from "node:path";

const deploy = join(import.meta.dirname, "..", "..", "deploy");

/**
 * The text of a file of deploy/ with other places in it: those of its container are not there. Throws where the file does
 * not hold what is to be replaced, so that nothing else of it is changed unnoticed.
 *
 * @param places what stands in the file, and what stands there instead
 */
export async function deployed(
  file: string,
  places: Readonly<Record<string, string>>,
): Promise<string> {
  let text = await readFile(join(deploy, file), "utf8");
  for (const [there, here] of Object.entries(places)) {
    if (!text.includes(there)) throw new Error(`${file} does not hold ${there}`);
    text = text.replaceAll(there, here);
  }
  return text;
}
