import { parseArgs } from "node:util";

export interface StartOptions {
  /** End after the demo. */
  readonly once: boolean;
  /** Play no demo. */
  readonly quiet: boolean;
  /** The hub's folder. */
  readonly data: string;
}

export const startUsage = `npm start [-- options]   starts the embedded hub, plays the demo, and stays up until Ctrl-C

  --once          end after the demo; the status is 0 only if all went as planned
  --quiet         play no demo
  --data FOLDER   keep the hub's data there, instead of in .talanoa
  --help          say this`;

/** What was asked on the command line: options, `help`, or what is wrong with them. */
export function startOptions(args: readonly string[]): StartOptions | "help" | { wrong: string } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        once: { type: "boolean", default: false },
        quiet: { type: "boolean", default: false },
        data: { type: "string", default: ".talanoa" },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    const { help, ...options } = values;
    return help ? "help" : options;
  } catch (error) {
    // Its further sentences explain how to write what nobody meant.
    if (error instanceof TypeError) return { wrong: error.message.split(". ")[0]! };
    throw error;
  }
}
