import { Command, CommanderError } from "commander";
import type { Context, GlobalOptions } from "./context.ts";
import { type ExitCode, exitCodes, exitCodesHelp } from "./exit-code.ts";
import type { Terminal } from "./terminal.ts";
import { version } from "./version.ts";

/** What a file in commands/ gives: its arguments, options and what it does. */
export interface CommandModule {
  define(command: Command, context: Context): void;
}

/** Every command. Its file is loaded only when it is called: a command must start at once. */
export const commands: {
  readonly [name: string]: {
    readonly summary: string;
    readonly load: () => Promise<CommandModule>;
  };
} = {
  publish: {
    summary: "publish notices from a file, from standard input, or by answering questions",
    load: () => import("./commands/publish.ts"),
  },
  revise: {
    summary: "publish the next version of a notice of your own",
    load: () => import("./commands/revise.ts"),
  },
  recall: {
    summary: "take a notice of your own back, and see who had it",
    load: () => import("./commands/recall.ts"),
  },
  erase: {
    summary: "have the personal sections of a notice of your own erased",
    load: () => import("./commands/erase.ts"),
  },
  outbox: {
    summary: "see, send or drop what waits for the hub",
    load: () => import("./commands/outbox.ts"),
  },
  feed: {
    summary: "watch your feed live",
    load: () => import("./commands/feed.ts"),
  },
  list: { summary: "list the notices in your feed", load: () => import("./commands/list.ts") },
  show: { summary: "show one notice", load: () => import("./commands/show.ts") },
  ack: { summary: "acknowledge a notice", load: () => import("./commands/ack.ts") },
  outcome: {
    summary: "state what came of a notice at your end",
    load: () => import("./commands/outcome.ts"),
  },
  consent: {
    summary: "ask to share a notice further, or answer who asked",
    load: () => import("./commands/consent.ts"),
  },
  search: {
    summary: "search your feed by words and numbers",
    load: () => import("./commands/search.ts"),
  },
  request: {
    summary: "ask others for information or action, and see how far it has come",
    load: () => import("./commands/request.ts"),
  },
  reply: { summary: "answer a request", load: () => import("./commands/reply.ts") },
  overdue: {
    summary: "see what was not answered or acknowledged in time, and what is to be destroyed",
    load: () => import("./commands/overdue.ts"),
  },
  destroyed: {
    summary: "state that you have destroyed your copies of a recalled notice",
    load: () => import("./commands/destroyed.ts"),
  },
  explain: {
    summary: "see who got a notice, who did not, and why",
    load: () => import("./commands/explain.ts"),
  },
  screen: {
    summary: "read passenger messages (API and PNR), here and without a hub",
    load: () => import("./commands/screen.ts"),
  },
  log: {
    summary: "ask the exchange log, prove what it says, verify and export it",
    load: () => import("./commands/log.ts"),
  },
  agreement: {
    summary: "see, enter and end agreements on personal data",
    load: () => import("./commands/agreement.ts"),
  },
  operation: {
    summary: "joint operations: open, join, see the board, task, report, close",
    load: () => import("./commands/operation.ts"),
  },
  key: {
    summary: "see signing keys; for the Secretariat: register and revoke them",
    load: () => import("./commands/key.ts"),
  },
  directory: {
    summary: "see who takes part, with which keys, groups, agreements and operations",
    load: () => import("./commands/directory.ts"),
  },
  watchlist: {
    summary: "your administration's watchlists: import, list, remove",
    load: () => import("./commands/watchlist.ts"),
  },
  profile: {
    summary: "your administration's screening profiles: write, try, put in use",
    load: () => import("./commands/profile.ts"),
  },
  flag: {
    summary: "flags of your administration's screening: see, confirm, dismiss, state the outcome",
    load: () => import("./commands/flag.ts"),
  },
  trip: {
    summary: "trips that your administration keeps; who travelled, shown to two persons together",
    load: () => import("./commands/trip.ts"),
  },
  exercise: {
    summary: "play a scenario and check who got what",
    load: () => import("./commands/exercise.ts"),
  },
  status: {
    summary: "see how the hub is: what is well, what is not, and what to do next",
    load: () => import("./commands/status.ts"),
  },
  whoami: { summary: "show the identity in use", load: () => import("./commands/whoami.ts") },
  verify: {
    summary: "verify a sealed notice, statement, receipt, or a proof of the log",
    load: () => import("./commands/verify.ts"),
  },
  witness: {
    summary: "cosign the checkpoints of logs, with a key of your own; needs no hub",
    load: () => import("./commands/witness.ts"),
  },
  setup: {
    summary: "make the secrets of a hub that runs in containers, and renew them",
    load: () => import("./commands/setup.ts"),
  },
  backup: {
    summary: "for the operator: copy what the hub exchanges to files",
    load: () => import("./commands/backup.ts"),
  },
  restore: {
    summary: "for the operator: put a backup back into an empty hub",
    load: () => import("./commands/restore.ts"),
  },
  completion: {
    summary: "print a completion script for your shell",
    load: () => import("./commands/completion.ts"),
  },
};

/** The program with its commands; those named in `loaded`, or all, with their options. */
export function buildProgram(context: Context): Command {
  // Before the commands are made: they take these settings over.
  const program = quiet(new Command("talanoa"), context.terminal)
    .description(
      "The way to the Talanoa hub: publish, watch, acknowledge, and see what was exchanged.",
    )
    .option("--as <name>", "act as this stored identity (TALANOA_AS)")
    .option("--identities <folder>", "where identities are stored (TALANOA_IDENTITIES)")
    .option("--json", "print JSON lines for programs")
    .version(version, "--version", "print the version")
    .helpCommand(false)
    .configureHelp({ showGlobalOptions: true })
    .showSuggestionAfterError(true)
    .addHelpText("after", exitCodesHelp)
    .hook("preSubcommand", async (_, command) => {
      const entry = commands[command.name()];
      if (entry) (await entry.load()).define(command, context);
    })
    .hook("preAction", () => {
      Object.assign(context.options, program.opts<GlobalOptions>());
    });
  for (const [name, { summary }] of Object.entries(commands))
    program
      .command(name)
      .summary(summary)
      .description(`${summary[0]!.toUpperCase()}${summary.slice(1)}.`);
  return program;
}

/** Runs one command line. Gives the exit status; it never throws. */
export async function runProgram(
  args: readonly string[],
  terminal: Terminal,
  signal: AbortSignal,
): Promise<ExitCode> {
  const context: Context = { terminal, signal, options: {}, exitCode: exitCodes.ok };
  const program = buildProgram(context);
  // `talanoa help publish` is the same as `talanoa publish --help`.
  const words = args[0] === "help" ? [...args.slice(1), "--help"] : [...args];
  try {
    await program.parseAsync(words.length > 0 ? words : ["--help"], { from: "user" });
    return context.exitCode;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.code === "commander.excessArguments") await sayCommands(program, words, terminal);
      return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    }
    // What a command throws when it is told to end is not a fault of its own.
    const reason = signal.aborted ? (signal.reason as unknown) : error;
    const { failureOf, isTokenRefused } = await import("./failure.ts");
    const [command = ""] = program.args;
    const { exitCode, lines } = failureOf(reason, command);
    const remedy = isTokenRefused(reason) && command !== "setup" ? await remedyFor(context) : null;
    // The last line is what to do next.
    for (const line of remedy === null ? lines : [...lines.slice(0, -1), remedy])
      terminal.say(`${line}\n`);
    return exitCode;
  }
}

/** What to do about the token; null where that cannot be told. */
async function remedyFor(context: Context): Promise<string | null> {
  const { tokenRemedy } = await import("./token-remedy.ts");
  return tokenRemedy(context).catch(() => null);
}

/** What was taken for an argument of a command that needs no name may be the misspelt name of another. */
async function sayCommands(
  program: Command,
  words: readonly string[],
  terminal: Terminal,
): Promise<void> {
  const group = program.commands.find((each) => words.includes(each.name()));
  const names = group?.commands.map((each) => each.name()) ?? [];
  if (!group || names.length === 0) return;
  const { nearestWord } = await import("@talanoa/sharing/notice/nearest-word.ts");
  const rest = words.slice(words.indexOf(group.name()) + 1);
  const nearest = rest.map((word) => nearestWord(word, names)).find((name) => name !== undefined);
  terminal.say(
    nearest
      ? `Did you mean talanoa ${group.name()} ${nearest}?\n`
      : `Commands of talanoa ${group.name()}: ${names.join(", ")}.\n`,
  );
}

/** Makes commander throw instead of ending the process, and write where the terminal says. */
function quiet(command: Command, terminal: Terminal): Command {
  return command.exitOverride().configureOutput({
    writeOut: (text) => void terminal.write(text),
    writeErr: (text) => terminal.say(text),
    getOutHelpWidth: () => terminal.columns || 100,
    getErrHelpWidth: () => terminal.columns || 100,
  });
}
