// Buffer does each of these in native code. What is given back is one, where a browser has a plain Uint8Array.

/** Bytes that are to be written in full: until then anything stands in them. */
export function space(length: number): Uint8Array {
  return Buffer.allocUnsafe(length);
}

/** The same bytes elsewhere. */
export function copyOf(bytes: Uint8Array): Uint8Array {
  return Buffer.from(bytes);
}

/** The UTF-8 bytes of a text. */
export function utf8(text: string): Uint8Array {
  return Buffer.from(text);
}

/** How many bytes a text has in UTF-8. */
export function utf8Length(text: string): number {
  return Buffer.byteLength(text);
}

/** The parts one after the other, as a copy. */
export function concat(parts: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(parts);
}

/** By the bytes, then by the length: negative, 0 or positive, as for `sort`. */
export function compareBytes(one: Uint8Array, other: Uint8Array): number {
  return Buffer.compare(one, other);
}

/** Two lower-case hexadecimal digits a byte. */
export function hex(bytes: Uint8Array): string {
  return viewOf(bytes).toString("hex");
}

/** Reads hexadecimal digits up to the first pair that is none. */
export function fromHex(text: string): Uint8Array {
  return Buffer.from(text, "hex");
}

/** Standard base64 (RFC 4648, section 4) with padding. */
export function base64(bytes: Uint8Array): string {
  return viewOf(bytes).toString("base64");
}

/** Base64 of the alphabet for URLs (RFC 4648, section 5), without padding. */
export function base64url(bytes: Uint8Array): string {
  return viewOf(bytes).toString("base64url");
}

/** Reads either alphabet, with padding or without, and passes over what is no base64. */
export function fromBase64(text: string): Uint8Array {
  return Buffer.from(text, "base64");
}

/** One character a byte, U+0000 to U+00FF: bytes as the key of a Map. */
export function binary(bytes: Uint8Array): string {
  return viewOf(bytes).toString("latin1");
}

/** The same bytes as gRPC's library takes them. */
export function viewOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
