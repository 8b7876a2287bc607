import { deliverAll } from "@talanoa/client/deliver.ts";
import { openOutbox } from "@talanoa/client/outbox.ts";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { exitCodes } from "../exit-code.ts";
import { fateExitCode, fateJson, sayFate, violationJson, worse } from "../fate.ts";
import { chooseIdentity } from "../identities.ts";
import { shortId } from "@talanoa/sharing/notice/short-id.ts";
import { readRef, refHelp } from "../notice-ref.ts";
import { secondsOption } from "../option-values.ts";
import { outboxRows, reasonText, rowNamed } from "../outbox-rows.ts";
import { printJson, printRows } from "../print.ts";
import { openSession, outboxFolder } from "../session.ts";
import { styleOf } from "../style.ts";
import type { Cell } from "../table.ts";
import { isoTime, utcAndLocal } from "@talanoa/client/times.ts";
import { UsageError } from "../usage-error.ts";

export function define(command: Command, context: Context): void {
  command
    .command("list", { isDefault: true })
    .description("What waits to be sent, and what the hub refused. Needs no hub.")
    .action(() => list(context));
  command
    .command("drop")
    .description("Take a refused notice away, or one that waits. Needs no hub.")
    .argument("<notice>", refHelp)
    .action((text: string) => drop(context, text));
  command
    .command("send")
    .description("Send what waits, oldest first.")
    .option("--wait <seconds>", "how long to try", secondsOption, 30)
    .action((options: { wait: number }) => send(context, options.wait));
}

async function list(context: Context): Promise<void> {
  const stored = await chooseIdentity(context.terminal, context.options);
  const outbox = await openOutbox(outboxFolder(stored));
  const { odd, bad } = styleOf(context.terminal);
  await printRows(context, await outboxRows(outbox), {
    columns: [
      { title: "notice" },
      { title: "state" },
      { title: "since", shrinksTo: 20 },
      { title: "bytes", align: "right" },
      { title: "reason", shrinksTo: 20, wraps: true },
    ],
    cells: ({ name, ref, at, state, bytes, refusal }): Cell[] => [
      ref ? shortId(ref) : name,
      { text: state, paint: state === "waiting" ? odd : bad },
      utcAndLocal(at),
      String(bytes),
      refusal ? reasonText(refusal) : "",
    ],
    json: ({ name, at, state, bytes, refusal }) => ({
      notice: name,
      state,
      since: isoTime(at),
      bytes,
      ...(refusal && {
        reason: reasonText(refusal),
        code: refusal.code,
        violations: refusal.violations.map(violationJson),
      }),
    }),
    none: `Nothing waits in ${outbox.folder}.`,
  });
}

async function drop(context: Context, text: string): Promise<void> {
  const { terminal, options } = context;
  const named = readRef(text);
  const outbox = await openOutbox(outboxFolder(await chooseIdentity(terminal, options)));
  const { ref, name } = rowNamed(await outboxRows(outbox), named);
  await using claim = await outbox.claim(ref);
  if (!claim)
    throw new UsageError(
      `${name} is being sent by another command`,
      "See with `talanoa outbox` what became of it.",
    );
  // As it is now: what was looked up before the claim may be over.
  const { state, entry } = rowNamed(await outboxRows(outbox), { whole: ref });
  if (state === "waiting")
    terminal.say(
      `${name} was not refused, it waited to be sent. If it was sent before and only the receipt is missing, the hub has it all the same.\n`,
    );
  await outbox.drop(entry);
  if (options.json) await printJson(context, [{ notice: name, dropped: state }]);
  else await terminal.write(`Dropped   ${name}\n`);
}

async function send(context: Context, wait: number): Promise<void> {
  const { terminal, signal } = context;
  await using session = await openSession(context);
  const outbox = await openOutbox(outboxFolder(session.stored));
  let count = 0;
  for await (const { publication, fate } of deliverAll(session.hub, outbox, {
    patience: wait * 1_000,
    signal,
  })) {
    count++;
    context.exitCode = worse(context.exitCode, fateExitCode(fate));
    const { ref } = publication;
    if (context.options.json) await printJson(context, [fateJson(ref, fate)]);
    else await sayFate(context, ref, fate);
  }
  if (count === 0 && !context.options.json) terminal.say("Nothing waits.\n");
  if (context.exitCode === exitCodes.tryLater)
    terminal.say(
      "What could not be sent stays in the outbox; `talanoa outbox send` tries again.\n",
    );
}
