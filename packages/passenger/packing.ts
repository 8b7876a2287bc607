const ascii = (text: string): number[] => [...Buffer.from(text, "latin1")];

/** What stands where in a packed file: RFC 1952, RFC 8878, APPNOTE 4.3.7 for zip, POSIX ustar and GNU tar for tar. */
const packings = [
  { name: "gzip", at: 0, bytes: [0x1f, 0x8b] },
  { name: "zstd", at: 0, bytes: [0x28, 0xb5, 0x2f, 0xfd] },
  { name: "zip", at: 0, bytes: ascii("PK\x03\x04") },
  // One that has no file.
  { name: "zip", at: 0, bytes: ascii("PK\x05\x06") },
  { name: "7z", at: 0, bytes: [...ascii("7z"), 0xbc, 0xaf, 0x27, 0x1c] },
  { name: "rar", at: 0, bytes: ascii("Rar!\x1a\x07") },
  { name: "xz", at: 0, bytes: [0xfd, ...ascii("7zXZ\0")] },
  { name: "bzip2", at: 0, bytes: ascii("BZh") },
  { name: "tar", at: 257, bytes: ascii("ustar\0") },
  { name: "tar", at: 257, bytes: ascii("ustar  \0") },
] as const;

export type Packing = (typeof packings)[number]["name"];

/** So many first bytes tell. */
export const PACKING_HEAD = Math.max(...packings.map(({ at, bytes }) => at + bytes.length));

/**
 * By what bytes are packed, told by the first of them; undefined when they are not. Messages within a tar could be
 * found, but parts of different files would be taken for one message.
 */
export function packingOf(head: Uint8Array): Packing | undefined {
  return packings.find(({ at, bytes }) => bytes.every((byte, i) => head[at + i] === byte))?.name;
}
