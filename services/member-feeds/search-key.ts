import { readFile } from "node:fs/promises";
import { keyPrint, participantKey, termHash } from "@talanoa/sharing/search/term-hash.ts";
import { z } from "zod";

/** Hashes terms for the index. The key stands in no database: what is found there tells no word. */
export interface SearchKey {
  /** Tells one key from another. */
  readonly print: Uint8Array;
  /** The hashes of a participant's terms. */
  hashes(participant: string, terms: Iterable<string>): string[];
}

const KEY_BYTES = 32;
const shape = z.object({ key: z.base64() });

/** Reads the key: a JSON file with 32 bytes in base64 in `key`. Rejects when it holds none. */
export async function readSearchKey(file: string): Promise<SearchKey> {
  const content = shape.safeParse(JSON.parse(await readFile(file, "utf8")));
  const key = Buffer.from(content.data?.key ?? "", "base64");
  if (key.length !== KEY_BYTES) throw new Error(`${file} holds no key of ${KEY_BYTES} bytes`);
  return searchKey(key);
}

export function searchKey(key: Uint8Array): SearchKey {
  const keys = new Map<string, string>();
  return {
    print: keyPrint(key),
    hashes(participant, terms) {
      let own = keys.get(participant);
      if (!own) keys.set(participant, (own = participantKey(key, participant)));
      return Array.from(terms, (term) => termHash(own, term));
    },
  };
}
