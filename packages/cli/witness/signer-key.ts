import { generateKeyPairSync } from "node:crypto";
import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import { clearDrafts, createDurably } from "@talanoa/platform/durable-file.ts";
import { isMissing } from "@talanoa/platform/missing-file.ts";
import { TlogError } from "@talanoa/tlog/errors.ts";
import { formatSignerKey, parseSignerKey, type Signer } from "@talanoa/tlog/note/signer.ts";
import type { VerifierKey } from "@talanoa/tlog/note/verifier-key.ts";
import { readNamed } from "../file-trouble.ts";
import { plain } from "../plain-text.ts";
import { UsageError } from "../usage-error.ts";

const TYPE = "cosignature/v1";

/**
 * Makes the key of a witness, in a new file that only its owner may read. Gives its public part.
 * Throws UsageError for a name that no key can have, and when the file stands already.
 */
export async function makeSignerKey(name: string, file: string): Promise<VerifierKey> {
  const { privateKey } = generateKeyPairSync("ed25519");
  const text = usable(() => formatSignerKey(name, TYPE, privateKey), `${plain(name)} is no name`, {
    advice: "Give one without spaces and plus signs, such as customs.example/witness.",
  });
  try {
    // Each would be a copy of a key that outlives it.
    await clearDrafts(file);
    const isMade = await createDurably(file, Buffer.from(`${text}\n`));
    if (!isMade)
      throw new UsageError(
        `${file} stands already`,
        "Give another file: a key is never overwritten.",
      );
  } catch (error) {
    if (!isMissing(error)) throw error;
    throw new UsageError(`there is no folder ${dirname(file)}`, "Make it, and call this again.");
  }
  return parseSignerKey(text).key;
}

/** The key in a file that `makeSignerKey` made. Throws UsageError, which never shows the secret. */
export async function readSignerKey(file: string): Promise<Signer> {
  const text = (await readNamed(file)).toString().trim();
  const signer = usable(() => parseSignerKey(text), `${file} is no key of a witness`, { advice });
  if (signer.key.type !== TYPE)
    throw new UsageError(`${file} is the key of a log, not of a witness`, advice);
  return signer;
}

/** Whether others on this machine than its owner may read a file. */
export async function isOpenToOthers(file: string): Promise<boolean> {
  // Windows has no such bits.
  return process.platform !== "win32" && ((await stat(file)).mode & 0o077) !== 0;
}

const advice = "`talanoa witness key NAME --out FILE` makes one.";

function usable<Result>(
  make: () => Result,
  message: string,
  { advice }: { readonly advice: string },
): Result {
  try {
    return make();
  } catch (error) {
    if (error instanceof TlogError) throw new UsageError(`${message}: ${error.message}`, advice);
    throw error;
  }
}
