import { readFileSync } from "node:fs";
import { InvalidConfig } from "./config.ts";

/** Reads the file that a setting names. Throws InvalidConfig that names the setting and what the system said. */
export function readSettingFile(setting: string, path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const { code = "unknown" } = error as NodeJS.ErrnoException;
    throw new InvalidConfig(`${setting}: the file cannot be read (${code})`);
  }
}

/** The same for a file with certificates. */
export function readCertificates(setting: string, path: string): string {
  const text = readSettingFile(setting, path);
  if (text.includes("-----BEGIN CERTIFICATE-----")) return text;
  throw new InvalidConfig(`${setting}: the file must hold certificates (PEM)`);
}
