import { TlogError } from "@talanoa/tlog/errors.ts";
import type { OpenedCheckpoint } from "@talanoa/tlog/note/open-checkpoint.ts";
import { parseVerifierKey, type VerifierKey } from "@talanoa/tlog/note/verifier-key.ts";
import { witnessed } from "@talanoa/tlog/note/witnessed.ts";

/** Where the keys of witnesses that somebody knows are kept in this browser: public, one a line. */
export const WITNESS_KEYS = "talanoa.witness-keys";

/** The keys of a text, one a line; the number of the first line that is none. */
export function readWitnessKeys(
  text: string,
): { readonly keys: readonly VerifierKey[] } | { readonly fault: number } {
  const keys: VerifierKey[] = [];
  for (const [i, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const key = keyOf(line.trim());
    if (!key) return { fault: i + 1 };
    keys.push(key);
  }
  return { keys };
}

/** A witness of a checkpoint: one that cosigned it, or of which one knows the key and it did not. */
export interface WitnessShown {
  readonly name: string;
  /** Unix ms; 0 for one that did not. */
  readonly at: number;
  readonly state: "verified" | "said" | "missing";
}

/** Who cosigned a checkpoint, as far as it was verified, and who of those that one knows did not. */
export function witnessesOf(
  opened: OpenedCheckpoint,
  known: readonly VerifierKey[],
): WitnessShown[] {
  const by = witnessed(opened);
  const verified = new Set(by.filter((each) => each.verified).map(({ name }) => name));
  const absent = [...new Set(known.map(({ name }) => name))].filter((name) => !verified.has(name));
  return [
    ...by.map(({ name, at, verified: holds }): WitnessShown => ({
      name,
      at,
      state: holds ? "verified" : "said",
    })),
    ...absent.map((name): WitnessShown => ({ name, at: 0, state: "missing" })),
  ];
}

function keyOf(line: string): VerifierKey | null {
  try {
    const key = parseVerifierKey(line);
    return key.type === "cosignature/v1" ? key : null;
  } catch (error) {
    if (error instanceof TlogError) return null;
    throw error;
  }
}
