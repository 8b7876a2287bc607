import type { Command } from "commander";
import { InvalidArgumentError } from "commander";
import type { Context } from "../context.ts";
import { readNamed } from "../file-trouble.ts";
import { listOption } from "../option-values.ts";
import { UsageError } from "../usage-error.ts";
import { enter, type EnterOptions } from "./enter.ts";
import { entriesInFile } from "./entry-file.ts";
import { givenEntry } from "./given-entry.ts";
import type { Verb } from "./planned.ts";
import { entriesTemplate } from "./template.ts";

const sentences: { readonly [Its in Verb]: string } = {
  add: "Add entries to the directory: those of a file, or one by options.",
  change: "Change entries of the directory that stand: what is given of them, and nothing else.",
};

/** `directory add` and `directory change`, each with a file or with the options of one type. */
export function defineChanges(command: Command, context: Context): void {
  for (const verb of ["add", "change"] as const) {
    const group = command
      .command(verb)
      .description(
        `${sentences[verb]} What it does is shown first, with the decisions of the last 30 days that it would have made otherwise, and is done when it is confirmed. The Secretariat's alone.`,
      );
    defineFile(group, context, verb);
    defineParticipant(group, context, verb);
    defineKey(group, context, verb);
    defineGroup(group, context, verb);
    definePrincipal(group, context, verb);
  }
  command
    .command("template")
    .description("Print a commented file of entries, to fill in for `add` and `change`.")
    .action(() => context.terminal.write(entriesTemplate));
}

function defineFile(group: Command, context: Context, verb: Verb): void {
  withConfirming(
    group
      .command("file", { isDefault: true })
      .description(
        "Entries of all types, as YAML or JSON: see `talanoa directory template`. What stands as it is written is left alone.",
      )
      .argument("<file>", "the file, or - for standard input"),
    verb,
  ).action(async (file: string, options: EnterOptions) => {
    const given = await entriesInFile(file, context.terminal);
    await enter(context, verb, given, options);
  });
}

interface ParticipantOptions extends EnterOptions {
  name?: string;
  administration?: string;
  type?: string;
  subRegion?: string;
  timeZones?: string[];
  latitude?: number;
  longitude?: number;
  sponsor?: string;
  memberFrom?: string;
  memberUntil?: string;
  suspended?: boolean;
}

function defineParticipant(group: Command, context: Context, verb: Verb): void {
  withConfirming(
    withSuspension(
      group
        .command("participant")
        .description("A Member, the Secretariat or a partner organisation.")
        .argument("<code>", "ISO 3166 alpha-2 of a Member")
        .option("--name <text>", "what it is called")
        .option("--administration <text>", "the administration's name")
        .option("--type <word>", "member, secretariat or partner; member unless given")
        .option("--sub-region <word>", "of a Member, such as melanesia")
        .option("--time-zones <names>", "IANA names with commas, the main one first", listOption)
        .option("--latitude <degrees>", "of its capital", degreesOption)
        .option("--longitude <degrees>", "of its capital", degreesOption)
        .option("--sponsor <code>", "of a partner: the Member that answers for it")
        .option(
          "--member-from <time>",
          "its only period of membership: from when; always unless given",
        )
        .option("--member-until <time>", "its only period of membership: to the end of when"),
      verb,
    ),
    verb,
  ).action(async (participant: string, options: ParticipantOptions) => {
    const { memberFrom, memberUntil } = options;
    const isDated = memberFrom !== undefined || memberUntil !== undefined;
    await enterOne(context, verb, options, {
      participant,
      name: options.name,
      administration: options.administration,
      type: options.type,
      sub_region: options.subRegion,
      time_zones: options.timeZones,
      latitude: options.latitude,
      longitude: options.longitude,
      sponsor: options.sponsor,
      membership: isDated ? [given({ from: memberFrom, until: memberUntil })] : undefined,
      suspended: options.suspended,
    });
  });
}

interface KeyOptions extends EnterOptions {
  publicKey?: string;
  kinds?: string[];
  from?: string;
  until?: string;
  suspended?: boolean;
}

function defineKey(group: Command, context: Context, verb: Verb): void {
  const command = group
    .command("key")
    .description("A participant's signing key. `talanoa key revoke` ends one.");
  if (verb === "add")
    command
      .argument("<participant>", "whose key it is")
      .argument("[file]", "the public key: PEM, a JWK, or 32 bytes in base64url")
      .option("--public-key <key>", "the public key itself");
  else command.argument("<key>", "its id, as `talanoa key list` shows it");
  withConfirming(
    withSuspension(
      command
        .option("--kinds <words>", "sign these kinds alone, with commas", listOption)
        .option("--from <time>", "from when it is valid")
        .option("--until <time>", "to the end of when"),
      verb,
    ),
    verb,
  ).action(async (name: string, ...rest: [string | undefined, KeyOptions] | [KeyOptions]) => {
    const options = (rest.length > 1 && verb === "add" ? rest[1] : rest[0]) as KeyOptions;
    const file = verb === "add" ? (rest[0] as string | undefined) : undefined;
    const { kinds, from, until, suspended } = options;
    const its =
      verb === "add"
        ? { key: await publicKey(file, options.publicKey), participant: name }
        : { key: name };
    await enterOne(context, verb, options, { ...its, kinds, from, until, suspended });
  });
}

async function publicKey(file: string | undefined, text: string | undefined): Promise<string> {
  if ((file === undefined) === (text === undefined))
    throw new UsageError("give the public key, by a file or by --public-key");
  return text ?? (await readNamed(file!)).toString();
}

interface GroupOptions extends EnterOptions {
  name?: string;
  members?: string[];
}

function defineGroup(group: Command, context: Context, verb: Verb): void {
  withConfirming(
    group
      .command("group")
      .description("A group that a notice can be addressed to.")
      .argument("<id>", "capital letters, digits and dashes")
      .option("--name <text>", "what it is called")
      .option(
        "--members <codes>",
        "who is in it from now on, with commas; who is not named leaves now",
        listOption,
      ),
    verb,
  ).action(async (id: string, options: GroupOptions) => {
    const { name, members } = options;
    await enterOne(context, verb, options, { group: id, name, members });
  });
}

interface PrincipalOptions extends EnterOptions {
  of?: string;
  suspended?: boolean;
}

function definePrincipal(group: Command, context: Context, verb: Verb): void {
  withConfirming(
    withSuspension(
      group
        .command("principal")
        .description("A person or system, to suspend it: one without an entry may act.")
        .argument("<id>", "its opaque id: the sub of its tokens")
        .option("--of <participant>", "for whom it acts"),
      verb,
    ),
    verb,
  ).action(async (id: string, options: PrincipalOptions) => {
    const { of: participant, suspended } = options;
    await enterOne(context, verb, options, { principal: id, participant, suspended });
  });
}

function withSuspension(command: Command, verb: Verb): Command {
  command.option("--suspended", "it may not act, until it is resumed");
  return verb === "add" ? command : command.option("--no-suspended", "it may act again");
}

function withConfirming(command: Command, verb: Verb): Command {
  if (verb === "add") command.option("--reason <text>", "why", "entered");
  else command.requiredOption("--reason <text>", "why");
  return command
    .option("--dry-run", "change nothing; show what it would do")
    .option("--yes", "do it without being asked: for scripts");
}

function enterOne(
  context: Context,
  verb: Verb,
  options: EnterOptions,
  fields: { readonly [field: string]: unknown },
): Promise<void> {
  return enter(context, verb, [givenEntry(given(fields), "what is given")], options);
}

/** The fields that are set. */
function given(fields: { readonly [field: string]: unknown }): { [field: string]: unknown } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function degreesOption(text: string): number {
  const degrees = Number(text);
  if (text.trim() === "" || !Number.isFinite(degrees))
    throw new InvalidArgumentError("Give degrees, as -18.14.");
  return degrees;
}
