/** One field of a row in PostgreSQL's binary COPY format, its length before it. */
function field(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

export function int8(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(value));
  return field(bytes);
}

export function int4(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return field(bytes);
}

export function int2(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return field(bytes);
}

export const bool = (value: boolean): Buffer => field(Buffer.from([value ? 1 : 0]));
export const text = (value: string): Buffer => field(Buffer.from(value));
export const bytea = (length: number): Buffer => field(Buffer.alloc(length, 7));

const INT8_OID = 20;
const TEXT_OID = 25;

export const int8Array = (values: readonly number[]): Buffer => array(INT8_OID, values.map(int8));
export const textArray = (values: readonly string[]): Buffer => array(TEXT_OID, values.map(text));

function array(oid: number, items: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(20);
  [1, 0, oid, items.length, 1].forEach((word, i) => head.writeInt32BE(word, i * 4));
  return field(Buffer.concat([head, ...items]));
}

/** A row of some fields. */
export function row(...fields: readonly Buffer[]): Buffer {
  const count = Buffer.alloc(2);
  count.writeInt16BE(fields.length);
  return Buffer.concat([count, ...fields]);
}

/** What stands before the rows of a COPY and after them. */
export const opening = Buffer.concat([
  Buffer.from("PGCOPY\n\xff\r\n\0", "latin1"),
  Buffer.alloc(8),
]);
export const closing = Buffer.from([0xff, 0xff]);

/** Where the value of the first field of a row stands, when that is an int8. */
export const FIRST_VALUE = 6;
