const encoder = new TextEncoder();

export function space(length: number): Uint8Array {
  return new Uint8Array(length);
}

export function copyOf(bytes: Uint8Array): Uint8Array {
  return bytes.slice();
}

export function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}

export function utf8Length(text: string): number {
  return encoder.encode(text).length;
}

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function compareBytes(one: Uint8Array, other: Uint8Array): number {
  const shared = Math.min(one.length, other.length);
  for (let at = 0; at < shared; at++) {
    const difference = one[at]! - other[at]!;
    if (difference !== 0) return Math.sign(difference);
  }
  return Math.sign(one.length - other.length);
}

export function hex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += byte.toString(16).padStart(2, "0");
  return text;
}

export function fromHex(text: string): Uint8Array {
  const [digits = ""] = /^(?:[0-9a-fA-F]{2})*/.exec(text) ?? [];
  return Uint8Array.from({ length: digits.length / 2 }, (_, i) =>
    Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16),
  );
}

export function base64(bytes: Uint8Array): string {
  return btoa(binary(bytes));
}

export function base64url(bytes: Uint8Array): string {
  return base64(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

export function fromBase64(text: string): Uint8Array {
  const [before = ""] = text.replaceAll("-", "+").replaceAll("_", "/").split("=", 1);
  const digits = before.replaceAll(/[^A-Za-z0-9+/]/g, "");
  // A single digit at the end has less than one byte.
  const whole = digits.length % 4 === 1 ? digits.slice(0, -1) : digits;
  const decoded = atob(whole);
  return Uint8Array.from({ length: decoded.length }, (_, i) => decoded.charCodeAt(i));
}

/** Characters that are made at once: a call cannot have any number of arguments. */
const AT_ONCE = 8192;

export function binary(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += AT_ONCE)
    text += String.fromCharCode(...bytes.subarray(at, at + AT_ONCE));
  return text;
}

export function viewOf(bytes: Uint8Array): Uint8Array {
  return bytes;
}
