import { resolve } from "node:path";
import { formatVerifierKey } from "@talanoa/tlog/note/verifier-key.ts";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { printJson } from "../print.ts";
import { type RunOptions, runWitness } from "../witness/run.ts";
import { makeSignerKey } from "../witness/signer-key.ts";
import { printStatus } from "../witness/status.ts";

/** On this machine alone. */
const USUAL_ADDRESS = "127.0.0.1:7380";

export function define(command: Command, context: Context): void {
  command
    .command("key")
    .description("Make the key of a witness. Prints its public part, the verifier key.")
    .argument("<name>", "what the witness is called, such as customs.example/witness")
    .requiredOption("--out <file>", "the new file of the key, a secret; never one that stands")
    .action((name: string, { out }: { out: string }) => makeKey(context, name, out));
  command
    .command("run")
    .description(
      "Cosign the checkpoints of logs, as c2sp.org/tlog-witness says: only trees that grow from what was cosigned before. Evidence of a fork is kept.",
    )
    .requiredOption("--key <file>", "the key, as `talanoa witness key` made it")
    .requiredOption("--state <folder>", "what it remembers: always the same with one key")
    .requiredOption(
      "--log <key>",
      "the verifier key of a log, or a file with one a line; may be given several times",
      (value: string, before: string[] | undefined) => [...(before ?? []), value],
    )
    .option("--listen <address>", "HOST:PORT to listen on", USUAL_ADDRESS)
    .action((options: RunOptions) => runWitness(context, options));
  command
    .command("status")
    .description("What was cosigned last of each log, and evidence of forks: then it ends with 5.")
    .requiredOption("--state <folder>", "the state folder of the witness")
    .action(({ state }: { state: string }) => printStatus(context, state));
}

async function makeKey(context: Context, name: string, out: string): Promise<void> {
  const { terminal, options } = context;
  const file = resolve(terminal.cwd, out);
  const key = await makeSignerKey(name, file);
  const text = formatVerifierKey(key);
  if (options.json) return printJson(context, [{ name, key: text, file }]);
  await terminal.write(`${text}\n`);
  terminal.say(
    `This is the verifier key: give it to the log's operator and to all who read the log.
The secret is in ${file}: keep it to yourself, and never run two witnesses with it.
Next: talanoa witness run --key ${out} --state FOLDER --log LOGS_VERIFIER_KEY
`,
  );
}
