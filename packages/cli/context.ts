import type { ExitCode } from "./exit-code.ts";
import type { Terminal } from "./terminal.ts";

/** Options that every command takes. */
export interface GlobalOptions {
  as?: string;
  identities?: string;
  json?: boolean;
}

/** What a command is given, and how it says what became of it. */
export interface Context {
  readonly terminal: Terminal;
  readonly options: GlobalOptions;
  /** Aborts at Ctrl-C, and when the output goes nowhere any more. */
  readonly signal: AbortSignal;
  exitCode: ExitCode;
}

/** Nobody reads the output any more: no fault, and nothing to say. */
export class OutputClosed extends Error {
  override readonly name = "OutputClosed";
}

/** The output cannot be written, as on a full disk. It is told where it is seen. */
export class OutputLost extends Error {
  override readonly name = "OutputLost";
}

/** Ctrl-C. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}
