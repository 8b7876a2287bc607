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

/** A header block's names and values; the first value of a name that comes twice. */
export function readHeaderBlock(block: Uint8Array): Map<string, string> {
  const headers = new Map<string, string>();
  const [, ...lines] = Buffer.from(block.buffer, block.byteOffset, block.byteLength)
    .toString()
    .split("\r\n");
  for (const line of lines) {
    const colon = line.indexOf(":");
    if (colon < 1) continue;
    const name = line.slice(0, colon);
    if (!headers.has(name)) headers.set(name, line.slice(colon + 1).trim());
  }
  return headers;
}
