import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { writeDurably } from "@talanoa/platform/durable-file.ts";
import { isMissing } from "@talanoa/platform/missing-file.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { CHECKPOINT } from "../folder/strange-names.ts";

/** A signed note of a few lines; cosignatures take some more. */
const LONGEST = 64 * 1024;

/**
 * The checkpoint that the exchange log shows now, at the address where it publishes its tiles. Whoever makes the log
 * again must come to it. `unavailable` when there is none to be had; the text says why and what to do.
 */
export async function fetchCheckpoint(address: string, signal: AbortSignal): Promise<string> {
  const url = new URL("checkpoint", address.endsWith("/") ? address : `${address}/`);
  const noneSince = (reason: string, cause?: unknown) =>
    new HubError("unavailable", `the exchange log shows no checkpoint at ${url.href}: ${reason}`, {
      cause,
    });
  let answer: Response;
  let text: string;
  try {
    const within = AbortSignal.any([signal, AbortSignal.timeout(10_000)]);
    answer = await fetch(url, { signal: within, redirect: "error" });
    text = await answer.text();
  } catch (cause) {
    signal.throwIfAborted();
    throw noneSince(whyNotAnswered(cause), cause);
  }
  if (answer.ok && text.length <= LONGEST && text.includes("\n\n— ")) return text;
  if (answer.status === 404 && text.startsWith(NOTHING_YET))
    throw noneSince("it has none until something has been exchanged. Back up again when it has");
  if (answer.status === 503)
    throw noneSince(
      "it cannot say now. Back up again in a minute, and look at its log if it stays",
    );
  throw noneSince(
    `what answers there (${answer.status}) is not the log. Give the address at which audit-log publishes its tiles, as https://localhost:7480/`,
  );
}

/** As audit-log says it, before its first checkpoint. */
const NOTHING_YET = "nothing has been published yet";

const UNKNOWN_AUTHORITY: ReadonlySet<string> = new Set([
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);

/** Why nothing answered, and what to do. */
function whyNotAnswered(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  if (UNKNOWN_AUTHORITY.has(code))
    return "its certificate is of an authority that is not known here. Name that in NODE_EXTRA_CA_CERTS: secrets/authority/ca.crt of the hub's own";
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID")
    return "its certificate does not have this host. Give the address by a name that it has, or add the name with talanoa setup --host";
  if (code === "CERT_HAS_EXPIRED")
    return "its certificate has expired. Renew it with talanoa setup --renew tls/audit-log, and restart audit-log";
  if (code === "ENOTFOUND" || code === "EAI_AGAIN")
    return "there is no such host, or its name cannot be looked up now. See that the address is right";
  return "nobody answers there. See that audit-log runs (docker compose ps) and that the address is right";
}

/** Keeps a checkpoint in a backup that has all that it is of. */
export async function keepCheckpoint(folder: string, note: string): Promise<void> {
  await writeDurably(join(folder, CHECKPOINT), Buffer.from(note));
}

/** The checkpoint that a backup has; null when it has none. */
export async function keptCheckpoint(folder: string): Promise<string | null> {
  try {
    return await readFile(join(folder, CHECKPOINT), "utf8");
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}
