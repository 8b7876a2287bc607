import { readFile } from "node:fs/promises";
import { safeUrl } from "@talanoa/platform/config.ts";
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
  quorum: z.number().int().positive(),
  witnesses: z.array(z.object({ url: safeUrl, key: z.string() })).min(1),
});

/**
 * Reads a policy: JSON with `quorum` and `witnesses`, each with its `url` and its verifier `key` of type
 * cosignature/v1, as `talanoa witness key` prints it. Rejects when it is none, with what is wrong.
 */
export async function readWitnessPolicy(file: string): Promise<WitnessPolicy> {
  const read = shape.safeParse(JSON.parse(await readFile(file, "utf8")));
  if (!read.success) throw new Error(`${file}: ${z.prettifyError(read.error)}`);
  const { quorum } = read.data;
  const witnesses = read.data.witnesses.map(({ url, key }) => ({
    url,
    key: parseVerifierKey(key),
  }));
  const wrong = witnesses.find(({ key }) => key.type !== "cosignature/v1");
  if (wrong) throw new Error(`${file}: ${wrong.key.name} is no key of a witness`);
  if (quorum > new Set(witnesses.map(({ key }) => key.name)).size) {
    throw new Error(`${file}: a quorum of ${quorum} is more than there are witnesses`);
  }
  return { quorum, witnesses };
}

/** How many witnesses of the policy cosigned a checkpoint. Throws a TlogError for a cosignature that does not hold. */
export function cosigners({ witnesses }: WitnessPolicy, note: Note): number {
  const known = knownSignatures(
    note,
    witnesses.map(({ key }) => key),
  );
  return new Set(known.map(({ key }) => key.name)).size;
}
