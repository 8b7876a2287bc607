import { finished } from "node:stream/promises";
import type { ClientBase } from "pg";
import { from } from "pg-copy-streams";

const SIGNATURE = Buffer.from("PGCOPY\n\xff\r\n\0", "latin1");
/** No flags, no header extension. */
const HEADER = Buffer.concat([SIGNATURE, Buffer.alloc(8)]);
const INT8_OID = 20;

/**
 * Rows in PostgreSQL's binary COPY format: `row`, then each of its fields in the order of the
 * columns. COPY takes half the database's processor time of a multi-row insert of the same rows.
 * https://www.postgresql.org/docs/current/sql-copy.html
 */
export class CopyRows {
  #buffer = Buffer.allocUnsafe(64 * 1024);
  #length = HEADER.copy(this.#buffer);
  #rows = 0;

  get rows(): number {
    return this.#rows;
  }

  row(fields: number): this {
    this.#rows += 1;
    this.#length = this.#room(2).writeInt16BE(fields, this.#length);
    return this;
  }

  /** A whole number from 0 up to 2^53. */
  int8(value: number): this {
    const buffer = this.#room(12);
    buffer.writeInt32BE(8, this.#length);
    this.#int8At(buffer, value, this.#length + 4);
    this.#length += 12;
    return this;
  }

  int2(value: number): this {
    const buffer = this.#room(6);
    buffer.writeInt32BE(2, this.#length);
    this.#length = buffer.writeInt16BE(value, this.#length + 4);
    return this;
  }

  int4(value: number): this {
    const buffer = this.#room(8);
    buffer.writeInt32BE(4, this.#length);
    this.#length = buffer.writeInt32BE(value, this.#length + 4);
    return this;
  }

  bool(value: boolean): this {
    const buffer = this.#room(5);
    buffer.writeInt32BE(1, this.#length);
    this.#length = buffer.writeUInt8(value ? 1 : 0, this.#length + 4);
    return this;
  }

  text(value: string): this {
    // At most three bytes a character.
    const buffer = this.#room(4 + value.length * 3);
    const bytes = buffer.write(value, this.#length + 4);
    buffer.writeInt32BE(bytes, this.#length);
    this.#length += 4 + bytes;
    return this;
  }

  bytea(value: Uint8Array): this {
    const buffer = this.#room(4 + value.length);
    buffer.writeInt32BE(value.length, this.#length);
    buffer.set(value, this.#length + 4);
    this.#length += 4 + value.length;
    return this;
  }

  int8Array(values: readonly number[]): this {
    const bytes = 20 + values.length * 12;
    const buffer = this.#room(4 + bytes);
    let at = buffer.writeInt32BE(bytes, this.#length);
    // One dimension, no nulls, from 1.
    for (const word of [1, 0, INT8_OID, values.length, 1]) at = buffer.writeInt32BE(word, at);
    for (const value of values) {
      at = buffer.writeInt32BE(8, at);
      this.#int8At(buffer, value, at);
      at += 8;
    }
    this.#length = at;
    return this;
  }

  /** Runs a `copy … from stdin (format binary)` with these rows. Rejects as a query does. */
  async into(client: ClientBase, statement: string): Promise<void> {
    const copy = client.query(from(statement));
    this.#length = this.#room(2).writeInt16BE(-1, this.#length);
    copy.end(this.#buffer.subarray(0, this.#length));
    await finished(copy);
  }

  #int8At(buffer: Buffer, value: number, at: number): void {
    buffer.writeInt32BE(Math.floor(value / 2 ** 32), at);
    buffer.writeUInt32BE(value % 2 ** 32, at + 4);
  }

  #room(bytes: number): Buffer {
    if (this.#length + bytes <= this.#buffer.length) return this.#buffer;
    const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#length + bytes));
    this.#buffer.copy(larger, 0, 0, this.#length);
    return (this.#buffer = larger);
  }
}
