import type { BundledVersion } from "@talanoa/client/bundle.ts";
import { z } from "zod";
import type { Json } from "./json.ts";
import { type KeysFile, readKeys } from "./keys-file.ts";
import { isoTime } from "@talanoa/client/times.ts";
import { UsageError } from "./usage-error.ts";

/** What a reader without a hub needs to verify a notice: its versions, and keys of its originator. */
export interface Bundle {
  readonly versions: readonly BundledVersion[];
  readonly keys: KeysFile;
}

const base64 = z.base64();

// The form is written down in docs/keys.md: others read it too.
const schema = z.object({
  talanoa_bundle: z.literal(1),
  versions: z
    .array(
      z.object({
        sealed: base64,
        accepted_at: z.iso.datetime(),
        receipt: base64.nullable(),
      }),
    )
    .min(1),
  keys: z.array(z.looseObject({})),
});

/** Whether bytes may be a bundle: a sealed notice, statement or receipt never begins so. */
export function isBundle(bytes: Uint8Array): boolean {
  return bytes[0] === "{".charCodeAt(0);
}

/** A bundle as the text of a file; `keys` are lines of a keys file. `savedAt` is Unix ms. */
export function bundleText(
  versions: readonly BundledVersion[],
  keys: readonly Json[],
  savedAt: number,
): string {
  const bundle = {
    talanoa_bundle: 1,
    saved_at: isoTime(savedAt),
    versions: versions.map(({ sealed, acceptedAt, receipt }) => ({
      sealed: Buffer.from(sealed).toString("base64"),
      accepted_at: isoTime(acceptedAt),
      receipt: receipt && Buffer.from(receipt).toString("base64"),
    })),
    keys,
  };
  return `${JSON.stringify(bundle, undefined, 2)}\n`;
}

/** Reads a bundle. Throws UsageError when the text is none. */
export function readBundle(text: string, file: string): Bundle {
  const parsed = schema.safeParse(jsonOf(text));
  if (!parsed.success)
    throw new UsageError(
      `${file} is no bundle of a notice, or of a newer form`,
      "`talanoa show NOTICE --bundle FILE` makes one.",
    );
  const { versions, keys } = parsed.data;
  return {
    versions: versions.map(({ sealed, accepted_at: acceptedAt, receipt }) => ({
      sealed: Buffer.from(sealed, "base64"),
      acceptedAt: Date.parse(acceptedAt),
      receipt: receipt === null ? null : Buffer.from(receipt, "base64"),
    })),
    keys: readKeys(keys.map((key) => JSON.stringify(key)).join("\n")),
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
