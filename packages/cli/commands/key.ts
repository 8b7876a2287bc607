import type { Kind, SigningKey } from "@talanoa/contract/generated/talanoa.ts";
import { kindWords } from "@talanoa/contract/words.ts";
import { keyIdOf } from "@talanoa/sharing/notice/sign.ts";
import type { Command } from "commander";
import { changeEntry, mustStand } from "../change-entry.ts";
import type { Context } from "../context.ts";
import { print } from "../entry-rows.ts";
import { readNamed } from "../file-trouble.ts";
import { keyJson, keyRows } from "../key-rows.ts";
import { timeOption, untilOption, wordsOption } from "../option-values.ts";
import { plain } from "../plain-text.ts";
import { printJson } from "../print.ts";
import { readPublicKey } from "../public-key.ts";
import { openSession } from "../session.ts";
import { styleOf } from "../style.ts";
import { utcAndLocal } from "@talanoa/client/times.ts";
import { UsageError } from "../usage-error.ts";

interface RegisterOptions {
  publicKey?: string;
  from?: number;
  until?: number;
  kinds?: Kind[];
  reason: string;
  dryRun?: boolean;
}

type RevokeOptions = Pick<RegisterOptions, "from" | "reason" | "dryRun">;

const dryRunHelp =
  "change nothing; say which decisions of the last 30 days would have differed had it stood";

export function define(command: Command, context: Context): void {
  command
    .command("list", { isDefault: true })
    .description("Signing keys of participants, and the hub's receipt key.")
    .action(() => print(context, keyRows(context)));
  command
    .command("register")
    .description(
      "Register a participant's public key: from then on it may sign with it, beside those that it has. The Secretariat's alone.",
    )
    .argument("<participant>", "whose key it is")
    .argument("[file]", "the public key: PEM, a JWK, or 32 bytes in base64url")
    .option("--public-key <key>", "the public key itself")
    .option("--from <time>", "from when it is valid; now unless given", timeOption)
    .option("--until <time>", "to the end of when", untilOption)
    .option("--kinds <words>", "sign these kinds alone, with commas", wordsOption(kindWords))
    .option("--reason <text>", "why", "key registered")
    .option("--dry-run", dryRunHelp)
    .action((participant: string, file: string | undefined, options: RegisterOptions) =>
      register(context, participant.toUpperCase(), file, options),
    );
  command
    .command("revoke")
    .description(
      "Revoke a key from a time on. What the hub accepted before still verifies; what is sent from then on is refused. The Secretariat's alone.",
    )
    .argument("<key>", "its id, as the list shows it")
    .option("--from <time>", "from when on; now unless given", timeOption)
    .requiredOption("--reason <text>", "why")
    .option("--dry-run", dryRunHelp)
    .action((id: string, options: RevokeOptions) => revoke(context, id, options));
}

async function register(
  context: Context,
  participant: string,
  file: string | undefined,
  options: RegisterOptions,
): Promise<void> {
  const { publicKey: text, from, until = 0, kinds = [] } = options;
  if ((file === undefined) === (text === undefined))
    throw new UsageError("give the public key, by a file or by --public-key");
  const publicKey = readPublicKey(text ?? (await readNamed(file!)).toString());
  const id = keyIdOf(publicKey);
  await change(context, id, options, "Registered", (standing) => {
    if (standing)
      throw new UsageError(
        `key ${id} is registered already`,
        "Register another key: make a new one.",
      );
    const validity = { from: from ?? Date.now(), until };
    return { id, participant, publicKey, validity, kinds, suspended: false };
  });
}

async function revoke(context: Context, id: string, options: RevokeOptions): Promise<void> {
  await change(context, id, options, "Revoked", (standing) => {
    const key = mustStand(standing, `key ${id}`);
    const until = options.from ?? Date.now();
    const was = key.validity?.until ?? 0;
    // To let it be valid for longer would make genuine what was refused.
    if (was !== 0 && was <= until)
      throw new UsageError(`key ${id} is valid until ${utcAndLocal(was)} only`);
    return { ...key, validity: { from: key.validity?.from ?? 0, until } };
  });
}

async function change(
  context: Context,
  id: string,
  { reason, dryRun }: Pick<RegisterOptions, "reason" | "dryRun">,
  done: string,
  changed: (standing: SigningKey | null) => SigningKey,
): Promise<void> {
  await using session = await openSession(context);
  const stands = await changeEntry(
    session,
    { type: "key", id, reason, dryRun },
    (standing) => ({ key: changed(standing?.key ?? null) }),
    context,
  );
  if (!stands) return;
  const { revision } = stands;
  const its = mustStand(stands.entry.key, `key ${id}`);
  if (context.options.json) return printJson(context, [{ ...keyJson(its), revision }]);
  const { good } = styleOf(context.terminal);
  const { from = 0, until = 0 } = its.validity ?? {};
  const period = `valid from ${utcAndLocal(from)}${until ? ` until ${utcAndLocal(until)}` : ""}`;
  await context.terminal.write(
    `${good(done)} key ${its.id} of ${plain(its.participant)}, ${period}; revision ${revision}\n`,
  );
}
