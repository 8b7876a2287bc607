import { isIP } from "node:net";
import { join, resolve } from "node:path";
import { ensureExchangeStream, readStreamUsage } from "@talanoa/platform/bus/exchange-stream.ts";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { openBroker } from "../backup/open-broker.ts";
import { printJson } from "../print.ts";
import { containerUser, tellCompose } from "../setup/container-user.ts";
import { secretFiles } from "../setup/secret-files.ts";
import { renew, retire, setUp } from "../setup/set-up.ts";
import { UsageError } from "../usage-error.ts";

interface SetupOptions {
  into?: string;
  host: string[];
  renew?: string;
  retire?: string;
  stream?: boolean;
}

const root = join(import.meta.dirname, "..", "..", "..");

export function define(command: Command, context: Context): void {
  command
    .description(
      "Make the secrets of a hub: its certificate authority, certificates, keys, passwords, and the identity of a first Secretariat officer. What is there stays as it is.",
    )
    .option("--into <folder>", "where they stand; secrets/ beside docker-compose.yml unless given")
    .option(
      "--host <name>",
      "a name or address under which participants reach the hub; may be given several times; as at first unless given",
      (value: string, before: string[]) => [...before, hostName(value)],
      [],
    )
    .option("--renew <name>", "make one anew, such as tls/nats or nats/alert-intake")
    .option("--stream", "make the broker's stream as this version needs it, as the operator's user")
    .option("--retire <name>", "end the one before: nats/NAME, tokens/issuer, keys/hub-receipt-key")
    .action((options: SetupOptions) => run(context, options));
}

async function run(context: Context, options: SetupOptions): Promise<void> {
  const { terminal } = context;
  const { json } = context.options;
  if ([options.renew, options.retire, options.stream].filter((its) => its !== undefined).length > 1)
    throw new UsageError("give one of --renew, --retire and --stream, one after the other");
  if (options.stream) return fitStream(context);
  const folder = options.into ? resolve(terminal.cwd, options.into) : join(root, "secrets");
  const files = secretFiles(folder, containerUser());
  const setup = { files, doors: options.host, now: Date.now() };
  if (options.renew !== undefined) {
    const next = await renew(setup, options.renew);
    if (json) return printJson({ terminal }, [{ folder, renewed: options.renew, next }]);
    return terminal.say(`${options.renew} is new. ${next}\n`);
  }
  if (options.retire !== undefined) {
    await retire(setup, options.retire);
    if (json) return printJson({ terminal }, [{ folder, retired: options.retire }]);
    return terminal.say(`The ${options.retire} before has ended, once it is read again.\n`);
  }
  const made = await setUp(setup);
  if (!options.into) await tellCompose(root);
  if (json) return printJson({ terminal }, [{ folder, made }]);
  if (made.length === 0) return terminal.say(`All is there already, in ${folder}.\n`);
  terminal.say(`Made in ${folder}: ${made.join(", ")}.
Keep a copy of this folder elsewhere, and authority/ca.key off this machine: who has it can pass for any server of the hub.
`);
}

/** The services may not change the stream: a version that needs more subjects in it has them added so. */
async function fitStream(context: Context): Promise<void> {
  const { terminal, options } = context;
  await using broker = await openBroker(context, { data: ".talanoa" }, { user: "operator" });
  // It is made by routing, who is told of how many replicas: here it must be there.
  await readStreamUsage(broker.bus);
  const { lastSequence: sequence, replicas } = await ensureExchangeStream(
    broker.bus,
    broker.stream,
  );
  if (options.json) return printJson({ terminal }, [{ sequence, replicas }]);
  terminal.say(
    `The stream is as this version needs it, with ${replicas} replicas, at ${sequence}.\n`,
  );
}

function hostName(text: string): string {
  if (
    isIP(text) ||
    /^(?=.{1,253}$)([a-z\d]([a-z\d-]{0,61}[a-z\d])?\.)*[a-z\d][a-z\d-]{0,62}$/i.test(text)
  )
    return text;
  throw new UsageError("--host must be a host name or an address, without a port");
}
