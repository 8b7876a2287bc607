import { InvalidConfig } from "./config.ts";
import { readSettingFile } from "./setting-file.ts";

const BYTES = 32;

/** Reads the key of 32 bytes in the file that a setting names. Throws InvalidConfig, which quotes nothing of the file. */
export function readSettingKey(setting: string, path: string): Uint8Array {
  const text = readSettingFile(setting, path);
  const { key } = parse(text) as { key?: unknown };
  const bytes = Buffer.from(typeof key === "string" ? key : "", "base64");
  if (bytes.length === BYTES) return bytes;
  throw new InvalidConfig(`${setting}: the file must hold {"key": 32 bytes in base64}`);
}

function parse(text: string): object {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}
