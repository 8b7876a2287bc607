import { readSponsors } from "@talanoa/client/sponsors.ts";
import { OperationPhase } from "@talanoa/contract/generated/talanoa.ts";
import { codeOf, operationPhaseWords } from "@talanoa/contract/words.ts";
import { joinsFrom, withJoined, withLeft } from "@talanoa/sharing/operation/changes.ts";
import { newOperation } from "@talanoa/sharing/operation/new-operation.ts";
import { type Command, Option } from "commander";
import { mustStand } from "../change-entry.ts";
import type { Context } from "../context.ts";
import { print } from "../entry-rows.ts";
import { defineBoard } from "../operation/board.ts";
import { changeOperation } from "../operation/change.ts";
import { defineClose } from "../operation/close.ts";
import { defineReport } from "../operation/report.ts";
import { operationRows } from "../operation/rows.ts";
import { defineTask } from "../operation/task.ts";
import { participantsOption, timeOption, untilOption } from "../option-values.ts";
import { openSession } from "../session.ts";
import { utcAndLocal } from "@talanoa/client/times.ts";
import { UsageError } from "../usage-error.ts";

/** A start is often given as a day alone. */
const DAY = 24 * 60 * 60 * 1_000;

interface OpenOptions {
  name: string;
  objective: string;
  starts: number;
  ends?: number;
  with: string[];
  phase: string;
  coordinator?: string;
  reason: string;
  dryRun?: boolean;
}

interface JoinOptions {
  on?: number;
  seesEarlier?: boolean;
  sponsor?: string;
  reason: string;
  dryRun?: boolean;
}

interface LeaveOptions {
  on?: number;
  reason: string;
  dryRun?: boolean;
}

const dryRunHelp =
  "change nothing: say which decisions of the last 30 days on your notices would have differed, had it been so all the while";

export function define(command: Command, context: Context): void {
  const phases = Object.values(operationPhaseWords);
  command
    .command("list", { isDefault: true })
    .description("Joint operations in which you are; all, for the Secretariat.")
    .action(() => print(context, operationRows));
  command
    .command("open")
    .description("Open a joint operation, which your administration coordinates.")
    .argument("<id>", "your code, a dash, and capital letters, digits and dashes: NZ-SEASPRAY")
    .requiredOption("--name <text>", "what it is called")
    .requiredOption("--objective <text>", "what it is for")
    .requiredOption("--starts <time>", "when it starts", timeOption)
    .option("--ends <time>", "to the end of when", untilOption)
    .option(
      "--with <participants>",
      "who is in it besides you, with commas",
      participantsOption,
      [],
    )
    .addOption(
      new Option("--phase <word>", "its phase").choices(phases.slice(0, -1)).default(phases[0]),
    )
    .option("--coordinator <participant>", "who coordinates it; for the Secretariat")
    .option("--reason <text>", "why it is opened", "operation opened")
    .option("--dry-run", dryRunHelp)
    .action((id: string, options: OpenOptions) => open(context, id, options));
  command
    .command("join")
    .description(
      "Let a participant join. What was sent before is not shown to it, unless you say so.",
    )
    .argument("<id>")
    .argument("<participant>")
    .option("--on <time>", "when; now unless given", timeOption)
    .option("--sees-earlier", "give it what was sent to the operation before, from now on")
    .option("--sponsor <participant>", "who in the operation answers for a partner organisation")
    .option("--reason <text>", "why it joins", "joined the operation")
    .option("--dry-run", dryRunHelp)
    .action((id: string, participant: string, options: JoinOptions) =>
      join(context, id, participant.toUpperCase(), options),
    );
  command
    .command("leave")
    .description("Let a participant leave: it gets nothing more, and keeps what it has.")
    .argument("<id>")
    .argument("<participant>")
    .option("--on <time>", "when; now unless given", timeOption)
    .option("--reason <text>", "why it leaves", "left the operation")
    .option("--dry-run", dryRunHelp)
    .action((id: string, participant: string, options: LeaveOptions) =>
      leave(context, id, participant.toUpperCase(), options),
    );
  command
    .command("phase")
    .description("Say in which phase the operation is.")
    .argument("<id>")
    .argument("<phase>", phases.slice(0, -1).join(", "))
    .option("--reason <text>", "why", "phase of the operation")
    .option("--dry-run", dryRunHelp)
    .action((id: string, word: string, options: Pick<OpenOptions, "reason" | "dryRun">) =>
      setPhase(context, id, phaseOf(word), options),
    );
  defineBoard(command, context);
  defineTask(command, context);
  defineReport(command, context);
  defineClose(command, context);
}

async function open(context: Context, id: string, options: OpenOptions): Promise<void> {
  await using session = await openSession(context);
  const coordinator = options.coordinator?.toUpperCase() ?? session.identity.participant;
  const sponsors = await readSponsors(session.hub, { signal: context.signal });
  const operation = newOperation(
    {
      id,
      name: options.name,
      coordinator,
      phase: phaseOf(options.phase),
      startsAt: options.starts,
      endsAt: options.ends ?? 0,
      objective: options.objective,
      others: options.with,
    },
    { sponsors, now: Date.now() },
  );
  await changeOperation(
    context,
    session,
    { id, reason: options.reason, done: "Opened", dryRun: options.dryRun },
    (standing) => {
      if (standing) throw new UsageError(`there is an operation ${id} already`);
      return operation;
    },
  );
  if (options.dryRun) return;
  const hasBegun = operation.startsAt < Date.now() - DAY;
  // A program that opens one has the times itself.
  if (operation.phase === OperationPhase.PLANNING && hasBegun && !context.options.json)
    context.terminal.say(
      `${id} is in planning, and its start ${utcAndLocal(operation.startsAt)} has passed: \`talanoa operation phase ${id} action\` if it runs.\n`,
    );
}

async function join(
  context: Context,
  id: string,
  participant: string,
  { on, seesEarlier = false, sponsor, reason, dryRun }: JoinOptions,
): Promise<void> {
  await using session = await openSession(context);
  const sponsors = await readSponsors(session.hub, { signal: context.signal });
  await changeOperation(context, session, { id, reason, done: "Joined", dryRun }, (standing) => {
    const its = mustStand(standing, `operation ${id}`);
    const joined = withJoined(its, {
      participant,
      from: on ?? joinsFrom(its, { participant, seesEarlier }, Date.now()),
      seesEarlier,
      sponsor: sponsor?.toUpperCase() ?? sponsors.get(participant) ?? "",
    });
    if (!joined) throw new UsageError(`${participant} is in ${id} already`);
    return joined;
  });
}

async function leave(
  context: Context,
  id: string,
  participant: string,
  { on, reason, dryRun }: LeaveOptions,
): Promise<void> {
  await using session = await openSession(context);
  await changeOperation(context, session, { id, reason, done: "Left", dryRun }, (standing) => {
    const its = mustStand(standing, `operation ${id}`);
    const left = withLeft(its, participant, on ?? Date.now());
    if (!left) throw new UsageError(`${participant} is not in ${id}`);
    return left;
  });
}

async function setPhase(
  context: Context,
  id: string,
  phase: OperationPhase,
  { reason, dryRun }: Pick<OpenOptions, "reason" | "dryRun">,
): Promise<void> {
  await using session = await openSession(context);
  await changeOperation(context, session, { id, reason, done: "Changed", dryRun }, (standing) => ({
    ...mustStand(standing, `operation ${id}`),
    phase,
  }));
}

function phaseOf(word: string): OperationPhase {
  const phase = codeOf(operationPhaseWords, word);
  if (phase && phase !== OperationPhase.CLOSED) return phase;
  throw new UsageError(
    `${word} is no phase`,
    "Give planning, action or closing; talanoa operation close closes it.",
  );
}
