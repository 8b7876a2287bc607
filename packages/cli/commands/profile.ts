import { counted } from "@talanoa/contract/counted.ts";
import {
  type CountryGroups,
  FlagService,
  ProfileChange,
  ProfileService,
} from "@talanoa/contract/generated/talanoa.ts";
import { profileChangeWords } from "@talanoa/contract/words.ts";
import { type Command, Option } from "commander";
import { parse } from "yaml";
import type { Context } from "../context.ts";
import { readNamed } from "../file-trouble.ts";
import { printJson, printRows } from "../print.ts";
import { printProfiles } from "../screening/profile-rows.ts";
import { printPrecision } from "../screening/precision-rows.ts";
import { openSession } from "../session.ts";
import { isoTime } from "@talanoa/client/times.ts";
import { UsageError } from "../usage-error.ts";

interface SaveOptions {
  grade: string;
  atOnce?: boolean;
}

/** Fewer are not told, so that a try finds nobody out (docs/profiles.md). */
const FEWEST = 10;

const fileHelp = "the profile, in YAML or JSON (docs/profiles.md)";

const changes = {
  propose: "Propose a draft: it waits for another person.",
  activate: "Put a proposed version in use; by another person than who saved or proposed it.",
  return: "Send a proposed version back: it is a draft again.",
  retire: "Stop a version for good.",
} as const;

export function define(command: Command, context: Context): void {
  command
    .command("list", { isDefault: true })
    .description("Your administration's profiles, all versions.")
    .action(() => list(context));
  command
    .command("save")
    .description("Check a profile, with its examples, and keep it as the next version, a draft.")
    .argument("<file>", fileHelp)
    .addOption(
      new Option("--grade <letter>", "of its flags, A the highest")
        .choices(["A", "B", "C", "D"])
        .default("C"),
    )
    .option("--at-once", "its flags are told to others without waiting for an officer")
    .action((file: string, options: SaveOptions) => save(context, file, options));
  for (const change of [
    ProfileChange.PROPOSE,
    ProfileChange.ACTIVATE,
    ProfileChange.RETURN,
    ProfileChange.RETIRE,
  ] as const) {
    const word = profileChangeWords[change];
    command
      .command(word)
      .description(changes[word])
      .argument("<id>", "the profile")
      .argument("<version>", "its version, as `profile list` shows it")
      .action((id: string, version: string) => step(context, change, id, version));
  }
  command
    .command("try")
    .description(
      "Count whom a profile would have found in the messages that are held: in fives, and nothing of fewer than ten. The log says that you did.",
    )
    .argument("<file>", fileHelp)
    .action((file: string) => tryOut(context, file));
  command
    .command("precision")
    .description(
      "What came of the flags of each version of your administration's profiles: how many were right of those that were checked, and of how many nobody said anything.",
    )
    .argument("[id]", "one profile alone")
    .action((id: string | undefined) => precision(context, id));
  command
    .command("groups")
    .description(
      'The groups of countries that profiles name, as countries("…"). Set from a file, they are of the profiles that are saved from then on: a version keeps those with which it was saved.',
    )
    .argument("[file]", "all groups, in YAML or JSON: a list of ISO 3166-1 codes by each name")
    .action((file: string | undefined) => groups(context, file));
}

async function groups(context: Context, file: string | undefined): Promise<void> {
  const written = file === undefined ? null : await readWritten(file);
  await using session = await openSession(context);
  const { groups: found } =
    written === null
      ? await session.hub.call(ProfileService.getCountryGroups, {})
      : await session.hub.call(ProfileService.setCountryGroups, { groups: written });
  await printGroups(context, found);
}

async function list(context: Context): Promise<void> {
  await using session = await openSession(context);
  const { profiles } = await session.hub.call(ProfileService.listProfiles, {});
  await printProfiles(context, profiles);
}

async function save(context: Context, file: string, { grade, atOnce }: SaveOptions): Promise<void> {
  const profile = await readWritten(file);
  await using session = await openSession(context);
  const request = { profile, grade, atOnce: atOnce ?? false };
  const saved = await session.hub.call(ProfileService.saveProfile, request);
  await printProfiles(context, [saved.profile!]);
}

async function step(
  context: Context,
  change: ProfileChange,
  id: string,
  written: string,
): Promise<void> {
  if (!/^[1-9]\d{0,8}$/.test(written)) throw new UsageError("a version is a whole number from 1");
  await using session = await openSession(context);
  const request = { id, version: Number(written), change };
  const changed = await session.hub.call(ProfileService.changeProfile, request);
  await printProfiles(context, [changed.profile!]);
}

async function tryOut(context: Context, file: string): Promise<void> {
  const profile = await readWritten(file);
  await using session = await openSession(context);
  const found = await session.hub.call(
    ProfileService.tryProfile,
    { profile },
    { deadline: 300_000 },
  );
  const { messages, travellers, hits, unsaid, cost } = found;
  if (context.options.json) {
    return printJson(context, [{ messages, travellers, hits, unsaid, cost }]);
  }
  const few = (count: number): string => (count === 0 ? "fewer than ten" : `about ${count}`);
  const told =
    travellers < FEWEST
      ? `Too few travellers are held to count: ${travellers}, and ten are needed.`
      : `Of ${travellers} travellers in ${counted(messages, "message")} it finds ${few(hits)}; of ${few(unsaid)} it could not say.`;
  context.terminal.say(`${told} At most ${counted(cost, "step")} a traveller.\n`);
}

async function precision(context: Context, id: string | undefined): Promise<void> {
  await using session = await openSession(context);
  const { sources } = await session.hub.call(FlagService.listPrecision, {});
  const its = sources.filter(({ profile }) => (id ? profile === id : profile !== ""));
  await printPrecision(context, its, "No profile raised a flag yet.");
}

async function readWritten(file: string): Promise<string> {
  const text = (await readNamed(file)).toString();
  try {
    return JSON.stringify(parse(text));
  } catch (error) {
    throw new UsageError(`${file} is neither YAML nor JSON: ${(error as Error).message}`);
  }
}

function printGroups(context: Context, set: CountryGroups | null): Promise<void> {
  const groups = Object.entries(JSON.parse(set?.groups ?? "{}") as { [name: string]: string[] });
  return printRows(context, groups, {
    columns: [{ title: "group" }, { title: "countries" }],
    cells: ([name, countries]) => [name, countries.join(" ")],
    json: ([group, countries]) => ({
      group,
      countries,
      version: set!.version,
      set_at: isoTime(set!.setAt),
      set_by: set!.setBy,
    }),
    none: "Your administration has no group of countries.",
  });
}
