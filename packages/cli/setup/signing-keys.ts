import type { HubAddresses, SigningJwk } from "@talanoa/client/identity.ts";
import { parseSignerKey } from "@talanoa/tlog/note/signer.ts";
import { formatVerifierKey } from "@talanoa/tlog/note/verifier-key.ts";
import type { SecretFiles } from "./secret-files.ts";

export const RECEIPT_KEY = "keys/hub-receipt-key.json";
export const NEXT_RECEIPT_KEY = "keys/hub-receipt-key.next.json";
export const LOG_KEY = "keys/exchange-log-key.txt";

/** By which keys the hub is known: their public parts, as identities have them. */
export async function hubKeysIn(
  files: SecretFiles,
): Promise<Pick<HubAddresses, "receiptKey" | "otherReceiptKeys" | "logKey">> {
  const { kid, x } = await signingKeyIn(files, RECEIPT_KEY);
  const next = await readNextReceiptKey(files);
  const logText = await files.read(LOG_KEY);
  return {
    receiptKey: { kid, x },
    ...(next && { otherReceiptKeys: [{ kid: next.kid, x: next.x }] }),
    logKey: formatVerifierKey(parseSignerKey(logText!.trim()).key),
  };
}

export async function readNextReceiptKey(files: SecretFiles): Promise<SigningJwk | null> {
  const text = ((await files.read(NEXT_RECEIPT_KEY)) ?? "").trim();
  return text === "" ? null : readSigningKey(text);
}

// As the services that sign read it.
interface KeyFile {
  readonly keyId: string;
  readonly privateJwk: Omit<SigningJwk, "kid">;
}

export function signingKeyText({ kid, ...privateJwk }: SigningJwk): string {
  return JSON.stringify({ keyId: kid, privateJwk } satisfies KeyFile, undefined, 2);
}

export function readSigningKey(text: string): SigningJwk {
  const { keyId, privateJwk } = JSON.parse(text) as KeyFile;
  return { ...privateJwk, kid: keyId };
}

export async function signingKeyIn(files: SecretFiles, path: string): Promise<SigningJwk> {
  return readSigningKey((await files.read(path))!);
}
