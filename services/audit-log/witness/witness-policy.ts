import { readFile } from "node:fs/promises";
import { counted } from "@talanoa/contract/counted.ts";
import { InvalidConfig, safeUrl } from "@talanoa/platform/config.ts";
import { TlogError } from "@talanoa/tlog/errors.ts";
import type { Note } from "@talanoa/tlog/note/note.ts";
import { parseVerifierKey, type VerifierKey } from "@talanoa/tlog/note/verifier-key.ts";
import { knownSignatures } from "@talanoa/tlog/note/verify.ts";
import { z } from "zod";

export interface Witness {
  /** Its `add-checkpoint` is asked under this URL (c2sp.org/tlog-witness). */
  readonly url: string;
  readonly key: VerifierKey;
}

/** Which witnesses the log asks, and how many of them must cosign a checkpoint. */
export interface WitnessPolicy {
  readonly quorum: number;
  readonly witnesses: readonly Witness[];
}

export const noWitnesses: WitnessPolicy = { quorum: 0, witnesses: [] };

const shape = z.object({
  quorum: z.int("must be a whole number").positive("must be 1 or more"),
  witnesses: z
    .array(z.object({ url: safeUrl, key: z.string("must be a verifier key") }))
    .min(1, "name at least one witness"),
});

/**
 * Reads a policy: JSON with `quorum` and `witnesses`, each with its `url` and its verifier `key` of type
 * cosignature/v1, as `talanoa witness key` prints it. Rejects with InvalidConfig when it is none, with what is wrong.
 */
export async function readWitnessPolicy(file: string): Promise<WitnessPolicy> {
  const wrong = (why: string, cause?: unknown) => new InvalidConfig(`${file}: ${why}`, { cause });
  const written = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw wrong(`it cannot be read (${error.code})`, error);
  });
  const read = shape.safeParse(parsed(written, wrong));
  if (!read.success) {
    const faults = read.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
    throw wrong(faults.join("; "));
  }
  const { quorum } = read.data;
  const witnesses = read.data.witnesses.map(({ url, key }, index) => {
    const its = keyOf(key, (why, cause) => wrong(`witnesses.${index}.key: ${why}`, cause));
    return { url, key: its };
  });
  const names = new Set(witnesses.map(({ key }) => key.name));
  if (quorum > names.size)
    throw wrong(
      `quorum: it is ${quorum}, and ${counted(names.size, "witness", "witnesses")} named`,
    );
  return { quorum, witnesses };
}

type Wrong = (why: string, cause?: unknown) => InvalidConfig;

function parsed(text: string, wrong: Wrong): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw wrong("it is not JSON", error);
  }
}

function keyOf(text: string, wrong: Wrong): VerifierKey {
  try {
    const key = parseVerifierKey(text);
    if (key.type === "cosignature/v1") return key;
  } catch (error) {
    if (!(error instanceof TlogError)) throw error;
    throw wrong(error.message, error);
  }
  throw wrong("it is no key of a witness (`talanoa witness key` prints one)");
}

/** How many witnesses of the policy cosigned a checkpoint. Throws a TlogError for a cosignature that does not hold. */
export function cosigners({ witnesses }: WitnessPolicy, note: Note): number {
  const known = knownSignatures(
    note,
    witnesses.map(({ key }) => key),
  );
  return new Set(known.map(({ key }) => key.name)).size;
}
