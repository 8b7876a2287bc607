import type { Signer } from "@talanoa/client/signer.ts";
import { base64url } from "@talanoa/crypto/bytes.ts";
import { keyIdOf } from "@talanoa/sharing/notice/sign.ts";
import { type DBSchema, openDB } from "idb";

/** The key by which one person signs on this device. Its private part never leaves the browser's own store. */
export interface DeviceKey {
  readonly signer: Signer;
  /** 32 bytes in base64url. */
  readonly publicKey: string;
  /** Unix ms. */
  readonly madeAt: number;
}

interface Stores extends DBSchema {
  keys: { key: string; value: { readonly pair: CryptoKeyPair; readonly madeAt: number } };
}

const database = () =>
  openDB<Stores>("talanoa.device", 1, {
    upgrade: (its) => void its.createObjectStore("keys"),
  });

/** The key that a principal has on this device; null when there is none. Throws DOMException. */
export async function deviceKey(principal: string): Promise<DeviceKey | null> {
  using its = closing(await database());
  const kept = await its.open.get("keys", principal);
  return kept ? ready(kept) : null;
}

/** Makes a key for a principal, in place of the one before. Throws DOMException where the browser has no Ed25519. */
export async function makeDeviceKey(principal: string, now: number): Promise<DeviceKey> {
  const pair = await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]);
  const kept = { pair, madeAt: now };
  {
    using its = closing(await database());
    await its.open.put("keys", kept, principal);
  }
  // A browser that is short of room would throw it away first.
  await navigator.storage?.persist?.().catch(() => false);
  return ready(kept);
}

/** Removes a principal's key from this device: what it has signed stays signed. */
export async function forgetDeviceKey(principal: string): Promise<void> {
  using its = closing(await database());
  await its.open.delete("keys", principal);
}

async function ready({ pair, madeAt }: Stores["keys"]["value"]): Promise<DeviceKey> {
  const raw = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  const signer = {
    keyId: keyIdOf(raw),
    async sign(bytes: Uint8Array) {
      const input = bytes as Uint8Array<ArrayBuffer>;
      return new Uint8Array(await crypto.subtle.sign("Ed25519", pair.privateKey, input));
    },
  };
  return { signer, publicKey: base64url(raw), madeAt };
}

function closing<Its extends { close(): void }>(open: Its): Disposable & { readonly open: Its } {
  return { open, [Symbol.dispose]: () => open.close() };
}
