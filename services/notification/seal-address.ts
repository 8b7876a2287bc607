import { open, seal } from "@talanoa/platform/sealed.ts";

/** Whose an address is. */
interface Owner {
  readonly participant: string;
  readonly principal: string;
}

/**
 * Seals an address, or a code, for whom it is of: nobody who writes into the database can have another officer's alerts
 * sent there.
 */
export function sealFor(key: Uint8Array, owner: Owner, text: string): Buffer {
  return seal(key, labelOf(owner), Buffer.from(text));
}

/** What was sealed for an officer. Throws when it was for another one, or under another key. */
export function openOf(key: Uint8Array, owner: Owner, sealed: Uint8Array): string {
  return open(key, labelOf(owner), sealed).toString();
}

function labelOf({ participant, principal }: Owner): string {
  return `notification ${participant} ${principal}`;
}
