import type { OpenedCheckpoint, Policy } from "@talanoa/tlog/note/open-checkpoint.ts";
import { hexKeyId } from "@talanoa/tlog/note/verifier-key.ts";
import type { Json } from "./json.ts";
import { isoTime, utcAndLocal } from "@talanoa/client/times.ts";

/** What a verified checkpoint says and who signed it, for `printFields`. */
export function checkpointFields(
  { checkpoint, signatures, cosignatures }: OpenedCheckpoint,
  { witnesses }: Pick<Policy, "witnesses">,
): [name: string, value: string][] {
  return [
    ["log", checkpoint.origin],
    ["entries", String(checkpoint.size)],
    ["root", base64(checkpoint.root)],
    ...signatures.map(({ key }): [string, string] => [
      "signed by",
      `the log, key ${hexKeyId(key)}`,
    ]),
    ...witnesses.map((witness): [string, string] => {
      const its = cosignatures.find(({ key }) => key === witness);
      const at = its?.time === undefined ? "" : ` on ${utcAndLocal(its.time * 1_000)}`;
      return [its ? "cosigned by" : "not by", `${witness.name}${at}`];
    }),
  ];
}

export function checkpointJson({ checkpoint, signatures, cosignatures }: OpenedCheckpoint): {
  [field: string]: Json;
} {
  return {
    origin: checkpoint.origin,
    size: checkpoint.size,
    root: base64(checkpoint.root),
    signed_by: signatures.map(({ key }) => `${key.name}+${hexKeyId(key)}`),
    cosigned_by: cosignatures.map(({ key, time = 0 }) => ({
      witness: `${key.name}+${hexKeyId(key)}`,
      at: isoTime(time * 1_000),
    })),
  };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}
