import { readFile } from "node:fs/promises";
import { parseSignerKey, type Signer } from "@talanoa/tlog/note/signer.ts";

/**
 * The key with which the log signs its checkpoints: a file with a signer key of type Ed25519 as
 * c2sp.org/signed-note writes it. Its name is the log's origin. Rejects when it cannot be read or is none;
 * the text never holds the key.
 */
export async function readLogKey(file: string): Promise<Signer> {
  const text = await readFile(file, "utf8");
  try {
    const signer = parseSignerKey(text.trim());
    if (signer.key.type === "ed25519") return signer;
  } catch {
    // The parser's own message may quote the text.
  }
  throw new Error(`${file} holds no Ed25519 signer key (PRIVATE+KEY+NAME+…)`);
}
