import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { formatSignerKey } from "@talanoa/tlog/note/signer.ts";

/** Makes a folder for a log inside another, with a new key in it; gives the settings that say so. */
export async function logFolder(within: string): Promise<{
  TALANOA_DATA_DIR: string;
  TALANOA_LOG_KEY_FILE: string;
}> {
  const folder = await mkdtemp(join(within, "log-"));
  const file = join(folder, "key.txt");
  const { privateKey } = generateKeyPairSync("ed25519");
  await writeFile(file, formatSignerKey("test/exchange-log", "ed25519", privateKey));
  return { TALANOA_DATA_DIR: folder, TALANOA_LOG_KEY_FILE: file };
}
