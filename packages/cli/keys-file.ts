import type { Kind, SigningKey } from "@talanoa/contract/generated/talanoa.ts";
import { codeOf, kindWords } from "@talanoa/contract/words.ts";
import { UsageError } from "./usage-error.ts";

/** Keys to verify with, as `talanoa directory keys --json` prints them. */
export interface KeysFile {
  readonly participants: SigningKey[];
  readonly hub: Map<string, Uint8Array>;
}

/** Reads JSON lines of keys. Throws UsageError that names the line. */
export function readKeys(text: string): KeysFile {
  const keys: KeysFile = { participants: [], hub: new Map() };
  text.split("\n").forEach((line, index) => {
    if (line.trim() === "") return;
    try {
      readKey(JSON.parse(line) as Fields, keys);
    } catch {
      throw new UsageError(
        `line ${index + 1} of the keys file is not a key`,
        "Make the file by `talanoa directory keys --json`.",
      );
    }
  });
  return keys;
}

interface Fields {
  id: string;
  participant: string | null;
  use: "sign" | "receipt";
  public_key: string;
  from: string | null;
  until: string | null;
  kinds: string[];
  suspended: boolean;
}

function readKey(fields: Fields, keys: KeysFile): void {
  const publicKey = Buffer.from(fields.public_key, "base64url");
  if (typeof fields.id !== "string" || publicKey.length !== 32) throw new TypeError("not a key");
  if (fields.use === "receipt") {
    keys.hub.set(fields.id, publicKey);
    return;
  }
  if (typeof fields.participant !== "string") throw new TypeError("not a key");
  keys.participants.push({
    id: fields.id,
    participant: fields.participant,
    publicKey,
    validity: { from: timeOf(fields.from), until: timeOf(fields.until) },
    kinds: (fields.kinds ?? []).map((word) => {
      // A kind that this version does not know is written by its number.
      const kind = codeOf(kindWords, word) ?? Number(word.slice(1));
      if (!Number.isInteger(kind)) throw new TypeError("not a key");
      return kind as Kind;
    }),
    suspended: fields.suspended ?? false,
  });
}

function timeOf(text: string | null): number {
  const time = text === null ? 0 : Date.parse(text);
  if (Number.isNaN(time)) throw new TypeError("not a time");
  return time;
}
