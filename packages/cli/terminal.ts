import { homedir } from "node:os";
import { ReadStream, WriteStream } from "node:tty";

/** Where a command reads and writes, and what it is told by its surroundings. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream;
  /** Where what is not a result goes. */
  readonly err: NodeJS.WritableStream;
  /** Whether a person types, and whether a person reads each of the outputs. */
  readonly inputIsPerson: boolean;
  readonly outIsPerson: boolean;
  readonly errIsPerson: boolean;
  /** Characters in a line; 0 when nobody looks. */
  readonly columns: number;
  /** Bits for a colour: 1 is none, 24 all. */
  readonly colours: number;
  readonly env: { readonly [name: string]: string | undefined };
  readonly cwd: string;
  readonly home: string;
  /** Writes results. Resolves when they are handed on: what came before is then safe with the reader. */
  write(text: string): Promise<void>;
  /** Writes what is not a result: progress, warnings, errors. */
  say(text: string): void;
}

/** The terminal of a process. */
export function processTerminal(its: NodeJS.Process): Terminal {
  const out = its.stdout as NodeJS.WriteStream;
  const err = its.stderr as NodeJS.WriteStream;
  return {
    input: its.stdin,
    err,
    inputIsPerson: its.stdin instanceof ReadStream,
    outIsPerson: out instanceof WriteStream,
    errIsPerson: err instanceof WriteStream,
    columns: out instanceof WriteStream ? out.columns : 0,
    colours: coloursOf(out, its.env),
    env: its.env,
    cwd: its.cwd(),
    home: homedir(),
    write: (text) => new Promise((resolve) => void out.write(text, () => resolve())),
    say: (text) => void err.write(text),
  };
}

function coloursOf(out: NodeJS.WriteStream, env: NodeJS.ProcessEnv): number {
  // https://no-color.org: any value but an empty one.
  if (!(out instanceof WriteStream) || env["NO_COLOR"]) return 1;
  return out.getColorDepth(env);
}
