import { lookup } from "../lookup.ts";

/**
 * Character sets of the syntax identifiers (ISO 9735, data element 0001). UNOA and UNOB are ASCII, and
 * so is the PADIS syntax IATA of PNRGOV. Names are those of the WHATWG Encoding Standard.
 */
const charsets: { readonly [syntax: string]: string } = {
  UNOA: "ascii",
  UNOB: "ascii",
  IATA: "ascii",
  IATB: "ascii",
  UNOC: "iso-8859-1",
  UNOD: "iso-8859-2",
  UNOE: "iso-8859-5",
  UNOF: "iso-8859-7",
  UNOG: "iso-8859-3",
  UNOH: "iso-8859-4",
  UNOI: "iso-8859-6",
  UNOJ: "iso-8859-8",
  UNOK: "iso-8859-9",
  UNOX: "ascii",
  UNOY: "utf-8",
  UNOW: "utf-8",
};

const decoders = new Map<string, (bytes: Uint8Array) => string>();
const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** How the bytes of one segment are read. */
export interface Decoding {
  readonly decode: (bytes: Uint8Array) => string;
  /** The bytes are not of the character set that the interchange declares. */
  readonly undeclared: boolean;
}

/** The character set that a syntax identifier declares; ASCII for one that is unknown. */
export function charsetOf(syntax: string): string {
  return lookup(charsets, syntax) ?? "ascii";
}

/**
 * How to read bytes of which some are above 127. Whatever is declared, what reads as UTF-8 is UTF-8:
 * text in another set practically never does. What does not is read as declared, or as Western
 * European where that cannot be.
 */
export function decodingOf(bytes: Uint8Array, declared: string): Decoding {
  if (isUtf8(bytes)) return { decode: decoder("utf-8"), undeclared: declared !== "utf-8" };
  const singleByte = declared.startsWith("iso-8859");
  return {
    decode: decoder(singleByte ? declared : "iso-8859-1"),
    undeclared: !singleByte,
  };
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    strictUtf8.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function decoder(name: string): (bytes: Uint8Array) => string {
  const found = decoders.get(name);
  if (found) return found;
  const made = new TextDecoder(name, { ignoreBOM: true });
  const decode = (bytes: Uint8Array) => made.decode(bytes);
  decoders.set(name, decode);
  return decode;
}
