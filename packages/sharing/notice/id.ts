import { hex, space } from "@talanoa/crypto/bytes.ts";

/** UUIDv7 as the contract writes it: lower case, with dashes. */
const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Makes an id for a notice or a statement from a time (Unix ms) and ten random bytes. */
export function newId(now: number, random: (length: number) => Uint8Array): string {
  const bytes = space(16);
  for (let at = 5, rest = now; at >= 0; at--, rest = Math.floor(rest / 256)) bytes[at] = rest % 256;
  bytes.set(random(10), 6);
  bytes[6] = 0x70 | (bytes[6]! & 0x0f);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  const text = hex(bytes);
  return [
    text.slice(0, 8),
    text.slice(8, 12),
    text.slice(12, 16),
    text.slice(16, 20),
    text.slice(20),
  ].join("-");
}

export function isId(id: string): boolean {
  return UUID_V7.test(id);
}

/** When an id was made, Unix ms. */
export function timeOfId(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}
