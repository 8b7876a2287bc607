import { Readable, Writable } from "node:stream";
import type { Terminal } from "../terminal.ts";

/** A terminal that keeps what is written to it. */
export interface KeptTerminal extends Terminal {
  readonly written: { out: string; err: string };
}

export function keptTerminal(change: Partial<Terminal> & { typed?: string } = {}): KeptTerminal {
  const written = { out: "", err: "" };
  const { typed = "", ...rest } = change;
  return {
    written,
    input: Readable.from(typed === "" ? [] : [typed]),
    err: new Writable({
      write(chunk: Buffer, _, done) {
        written.err += chunk.toString();
        done();
      },
    }),
    inputIsPerson: false,
    outIsPerson: false,
    errIsPerson: false,
    columns: 0,
    colours: 1,
    env: {},
    cwd: "/",
    home: "/",
    write: async (text) => {
      written.out += text;
    },
    say: (text) => {
      written.err += text;
    },
    ...rest,
  };
}
