/** A record in a block file of JetStream. */
export interface BlockRecord {
  /** A message; what is left of one that was erased; or that the message of this sequence is deleted. */
  readonly kind: "message" | "erased" | "deletion";
  readonly sequence: bigint;
  /** Bytes of the file, from `start` up to `end`. */
  readonly start: number;
  readonly end: number;
}

/** length(4) sequence(8) time(8) subject length(2) … checksum(8), little-endian. */
const LEAST = 30;
/** The topmost bit of the length says that there are headers. */
const LENGTH = 0x7fff_ffff;
const ERASED = 1n << 63n;
const DELETION = 1n << 62n;

/**
 * The records of a block file of JetStream's file store (nats-server 2.12 to 2.15, neither compressed nor
 * encrypted), in their order. Ends where something else begins: at what a crash left of a record.
 */
export function* recordsOf(block: Buffer): Generator<BlockRecord> {
  let end: number;
  for (let start = 0; start + LEAST <= block.length; start = end) {
    const length = block.readUInt32LE(start) & LENGTH;
    end = start + length;
    if (length < LEAST || end > block.length) return;
    const marked = block.readBigUInt64LE(start + 4);
    const sequence = marked & ~(ERASED | DELETION);
    const kind = marked & ERASED ? "erased" : marked & DELETION ? "deletion" : "message";
    yield { kind, sequence, start, end };
  }
}
