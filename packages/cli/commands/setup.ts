import { isIP } from "node:net";
import { join, resolve } from "node:path";
import { ensureExchangeStream, readStreamUsage } from "@talanoa/platform/bus/exchange-stream.ts";
import { counted } from "@talanoa/contract/counted.ts";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { openBroker } from "../backup/open-broker.ts";
import { printJson } from "../print.ts";
import { participantsOption } from "../option-values.ts";
import { tellCompose } from "../setup/compose-settings.ts";
import { containerUser } from "../setup/container-user.ts";
import { behindHosts, readHosts } from "../setup/hosts.ts";
import { type SecretFiles, secretFiles } from "../setup/secret-files.ts";
import { renew, retire, setUp } from "../setup/set-up.ts";
import { makeTrial, TRIAL } from "../setup/trial.ts";
import { UsageError } from "../usage-error.ts";

interface SetupOptions {
  into?: string;
  host: string[];
  removeHost: string[];
  trial?: string[] | true;
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
      "a name or address under which participants reach the hub, beside those that it has; may be given several times",
      (value: string, before: string[]) => [...before, hostName(value)],
      [],
    )
    .option(
      "--remove-host <name>",
      "one that it has, and is no longer reached by",
      (value: string, before: string[]) => [...before, hostName(value)],
      [],
    )
    .option(
      "--trial [codes]",
      "identities of Members for a trial, into trial/, known to the hub that runs; all Members, or these with commas",
      participantsOption,
    )
    .option("--renew <name>", "make one anew, such as tls/nats or nats/alert-intake")
    .option("--stream", "make the broker's stream as this version needs it, as the operator's user")
    .option("--retire <name>", "end the one before: nats/NAME, tokens/issuer, keys/hub-receipt-key")
    .action((options: SetupOptions) => run(context, options));
}

async function run(context: Context, options: SetupOptions): Promise<void> {
  const { terminal } = context;
  const { json } = context.options;
  const { renew: anew, retire: former, stream, trial } = options;
  if ([anew, former, stream, trial].filter((its) => its !== undefined).length > 1)
    throw new UsageError(
      "give one of --renew, --retire, --stream and --trial, one after the other",
    );
  if (options.stream) return fitStream(context);
  const folder = options.into ? resolve(terminal.cwd, options.into) : join(root, "secrets");
  const files = secretFiles(folder, containerUser());
  const setup = { files, doors: options.host, leaving: options.removeHost, now: Date.now() };
  if (trial !== undefined) return tryOut(context, setup, trial === true ? [] : trial);
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
  const hosts = await readHosts(files);
  const into = options.into ? ` --into ${folder}` : "";
  const behind = await behindHosts(files);
  if (json) return printJson({ terminal }, [{ folder, made, hosts, behind }]);
  if (made.length === 0) terminal.say(`All is there already, in ${folder}.\n`);
  else
    terminal.say(`Made in ${folder}: ${made.join(", ")}.
Keep a copy of this folder elsewhere, and authority/ca.key off this machine: who has it can pass for any server of the hub.
`);
  terminal.say(`Hosts: ${hosts.join(", ") || "localhost alone; --host NAME adds one"}.\n`);
  if (behind.length > 0)
    terminal.say(
      `These do not name just these hosts until each is renewed (talanoa setup${into} --renew NAME; docs/security.md says what comes after): ${behind.join(", ")}.\n`,
    );
  if (options.into)
    terminal.say(`Compose finds them by TALANOA_SECRETS=${folder}, in .env or the environment.\n`);
}

/** Makes identities of Members, for who tries the hub out. */
async function tryOut(
  context: Context,
  setup: { readonly files: SecretFiles; readonly now: number },
  codes: readonly string[],
): Promise<void> {
  const { terminal, options } = context;
  const folder = join(setup.files.folder, TRIAL);
  const { names, added, differing } = await makeTrial(setup, codes);
  if (options.json)
    return printJson({ terminal }, [
      { folder, identities: [...names], added, differing: [...differing] },
    ]);
  terminal.say(`In ${folder}: ${names.join(", ")}; tokens for a day, the same command renews them.
Entered into the directory: ${counted(added, "entry", "entries")}.
`);
  if (differing.length > 0)
    terminal.say(`These stand otherwise, and stay: ${differing.join(", ")}.\n`);
  terminal.say(`Now, for example: talanoa --identities ${folder} --as ${names[1]} feed\n`);
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

function hostName(given: string): string {
  // As names are compared.
  const text = given.toLowerCase();
  if (
    isIP(text) ||
    /^(?=.{1,253}$)([a-z\d]([a-z\d-]{0,61}[a-z\d])?\.)*[a-z\d][a-z\d-]{0,62}$/i.test(text)
  )
    return text;
  throw new UsageError("--host and --remove-host take a host name or an address, without a port");
}
