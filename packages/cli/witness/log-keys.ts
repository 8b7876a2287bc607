import { TlogError } from "@talanoa/tlog/errors.ts";
import { sameKey } from "@talanoa/tlog/note/note.ts";
import { parseVerifierKey, type VerifierKey } from "@talanoa/tlog/note/verifier-key.ts";
import { readNamed } from "../file-trouble.ts";
import { plain } from "../plain-text.ts";
import { UsageError } from "../usage-error.ts";

const KEY_TEXT = /^[^+]+\+[0-9a-f]{8}\+/;

/**
 * The keys of logs by their origin, which is the key's name: each given as the text of a verifier key,
 * or as a file with one a line (empty lines and `#` lines are skipped). Throws UsageError.
 */
export async function readLogKeys(
  given: readonly string[],
): Promise<ReadonlyMap<string, readonly VerifierKey[]>> {
  const keys: VerifierKey[] = [];
  for (const each of given)
    for (const { text, place } of await textsOf(each)) {
      const key = logKey(text, place);
      if (!keys.some((other) => sameKey(key, other))) keys.push(key);
    }
  return Map.groupBy(keys, ({ name }) => name);
}

async function textsOf(given: string): Promise<{ text: string; place: string }[]> {
  if (KEY_TEXT.test(given)) return [{ text: given, place: "--log" }];
  const lines = (await readNamed(given)).toString().split("\n");
  const texts = lines
    .map((line, index) => ({ text: line.trim(), place: `${given}, line ${index + 1}` }))
    .filter(({ text }) => text !== "" && !text.startsWith("#"));
  if (texts.length === 0) throw new UsageError(`${given} has no key of a log`, advice);
  return texts;
}

const advice =
  "Ask the log's operator for its verifier key: NAME+ID+KEY, where NAME is the log's origin.";

function logKey(text: string, place: string): VerifierKey {
  try {
    const key = parseVerifierKey(text);
    if (key.type === "ed25519") return key;
  } catch (error) {
    if (!(error instanceof TlogError)) throw error;
    throw new UsageError(`${place}: ${plain(error.message)}`, advice);
  }
  throw new UsageError(`${place}: this is the key of a witness, not of a log`, advice);
}
