import type { Msg } from "@nats-io/transport-node";

const nameRule = /^[!-9;-~]+$/;
const lineBreak = /[\r\n\0]/;
const opening = "NATS/1.0\r\n";

/**
 * One header as its line of a NATS header block. Header blocks are written as bytes here and handed to the
 * client ready made: building the client's header object costs more than the rest of a publish.
 */
export function headerLine(name: string, value: string | number): string {
  const text = String(value);
  if (!nameRule.test(name) || lineBreak.test(text)) throw new TypeError(`not a header: ${name}`);
  return `${name}: ${text}\r\n`;
}

/** The header block that holds these lines, in the shape in which the client asks for it. */
export function headerBlock(lines: string): HeaderBlock {
  const bytes = Buffer.from(`${opening}${lines}\r\n`);
  return { encode: () => bytes };
}

export interface HeaderBlock {
  encode(): Uint8Array;
}

/** The value of a header by its exact name, the first if it comes twice; undefined when a block has none. */
export function headerIn(block: Buffer, name: string): string | undefined {
  const before = `\r\n${name}:`;
  const at = block.indexOf(before);
  if (at < 0) return undefined;
  const from = at + before.length;
  return block.toString("utf8", from, block.indexOf("\r\n", from)).trim();
}

/** All headers of a block, in their order. */
export function headersIn(block: Buffer): { name: string; value: string }[] {
  const [, ...lines] = block.toString("utf8").split("\r\n");
  return lines.flatMap((line) => {
    const at = line.indexOf(":");
    return at < 0 ? [] : [{ name: line.slice(0, at), value: line.slice(at + 1).trim() }];
  });
}

/** The client's messages know their size: subject, reply subject, header block and payload, in bytes. */
type SizedMsg = Msg & { size(): number };

/**
 * The header block of a message as it came; empty when it has none. The client leaves it where it was received,
 * right before the payload; what it makes of it, all headers parsed, costs several times a look for one.
 */
export function headerBlockOf(msg: Msg): Buffer {
  const { data, subject, reply = "" } = msg;
  const bytes = (msg as SizedMsg).size() - subject.length - reply.length - data.length;
  return Buffer.from(data.buffer, data.byteOffset - bytes, bytes);
}
