import { type Agreement, Category, type DataPurpose } from "@talanoa/contract/generated/talanoa.ts";
import { categoryWords, dataPurposeWords } from "@talanoa/contract/words.ts";
import { triedEnd } from "@talanoa/sharing/directory/tried-end.ts";
import type { Command } from "commander";
import { agreementJson, agreementRows } from "../agreement-rows.ts";
import { changeEntry, mustStand } from "../change-entry.ts";
import type { Context } from "../context.ts";
import { print } from "../entry-rows.ts";
import { timeOption, untilOption, wordsOption } from "../option-values.ts";
import { plain } from "../plain-text.ts";
import { printJson } from "../print.ts";
import { openSession } from "../session.ts";
import { styleOf } from "../style.ts";
import { isoTime } from "@talanoa/client/times.ts";
import { UsageError } from "../usage-error.ts";

const { PERSONAL, PASSENGER } = Category;
const dataWords = {
  [PERSONAL]: categoryWords[PERSONAL],
  [PASSENGER]: categoryWords[PASSENGER],
};

interface SetOptions {
  from?: string;
  to?: string;
  data?: Category[];
  purpose?: DataPurpose[];
  since?: number;
  until?: number;
  title?: string;
  reason: string;
  dryRun?: boolean;
}

type EndOptions = Pick<SetOptions, "reason" | "dryRun"> & { readonly on?: number };

const dryRunHelp =
  "change nothing; say which decisions of the last 30 days would have differed had it stood";

export function define(command: Command, context: Context): void {
  command
    .command("list", { isDefault: true })
    .description("Agreements to which you are a party; all, for the Secretariat.")
    .action(() => print(context, agreementRows(context)));
  command
    .command("set")
    .description(
      "Enter an agreement, or change what is given of one that stands. The Secretariat's alone. It is one way: two make a mutual one.",
    )
    .argument("<id>", "capital letters, digits and dashes, such as FJ-TO-2026")
    .option("--from <participant>", "who may send")
    .option("--to <participant>", "to whom")
    .option("--data <words>", "personal, passenger, or both with a comma", wordsOption(dataWords))
    .option(
      "--purpose <words>",
      `with commas: ${Object.values(dataPurposeWords).join(", ")}`,
      wordsOption(dataPurposeWords),
    )
    .option("--since <time>", "from when it is in force", timeOption)
    .option("--until <time>", "to the end of when", untilOption)
    .option("--title <text>", "what it is called")
    .option("--reason <text>", "why it is entered or changed", "agreement entered")
    .option("--dry-run", dryRunHelp)
    .action((id: string, options: SetOptions) => set(context, id, options));
  command
    .command("end")
    .description("End an agreement: what is accepted from then on no longer goes by it.")
    .argument("<id>")
    .option("--on <time>", "when; now unless given", timeOption)
    .option("--reason <text>", "why it ends", "agreement ended")
    .option("--dry-run", dryRunHelp)
    .action((id: string, options: EndOptions) => end(context, id, options));
}

async function set(context: Context, id: string, options: SetOptions): Promise<void> {
  const { data, purpose, since, until } = options;
  await change(context, id, options, "Entered", (standing) => {
    const its: Agreement = {
      id,
      from: options.from?.toUpperCase() ?? standing?.from ?? missing("--from"),
      to: options.to?.toUpperCase() ?? standing?.to ?? missing("--to"),
      categories: data ?? standing?.categories ?? missing("--data"),
      purposes: purpose ?? standing?.purposes ?? missing("--purpose"),
      period: {
        from: since ?? standing?.period?.from ?? missing("--since"),
        until: until ?? standing?.period?.until ?? 0,
      },
      title: options.title ?? standing?.title ?? missing("--title"),
    };
    return its;
  });
}

async function end(context: Context, id: string, { on, ...options }: EndOptions): Promise<void> {
  await change(context, id, options, "Ended", (standing) => {
    const its = mustStand(standing, `agreement ${id}`);
    const { from = 0, until: ended = 0 } = its.period ?? {};
    const until = on ?? Date.now();
    if (ended > 0 && until >= ended)
      throw new UsageError(
        `agreement ${id} ends on ${isoTime(ended)} already`,
        "An end is never made later: `talanoa agreement set` enters another agreement.",
      );
    const tried = options.dryRun ? triedEnd({ from }, until, Date.now()) : until;
    return { ...its, period: { from, until: tried } };
  });
}

async function change(
  context: Context,
  id: string,
  { reason, dryRun }: Pick<SetOptions, "reason" | "dryRun">,
  done: string,
  changed: (standing: Agreement | null) => Agreement,
): Promise<void> {
  await using session = await openSession(context);
  const stands = await changeEntry(
    session,
    { type: "agreement", id, reason, dryRun },
    (standing) => ({ agreement: changed(standing?.agreement ?? null) }),
    context,
  );
  if (!stands) return;
  const { revision } = stands;
  const its = mustStand(stands.entry.agreement, `agreement ${id}`);
  if (context.options.json) return printJson(context, [{ ...agreementJson(its), revision }]);
  const { good } = styleOf(context.terminal);
  const until = its.period?.until ? ` until ${isoTime(its.period.until)}` : "";
  await context.terminal.write(
    `${good(done)} ${plain(id)}: ${plain(its.from)} to ${plain(its.to)}${until}, revision ${revision}\n`,
  );
}

function missing(option: string): never {
  throw new UsageError(`a new agreement needs ${option}`, "See talanoa agreement set --help.");
}
