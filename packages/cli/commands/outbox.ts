import { deliverAll } from "@talanoa/client/deliver.ts";
import { openOutbox } from "@talanoa/client/outbox.ts";
import { refText } from "@talanoa/client/publication.ts";
import { timeOfId } from "@talanoa/sharing/notice/id.ts";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { exitCodes } from "../exit-code.ts";
import { fateExitCode, fateJson, sayFate, worse } from "../fate.ts";
import { chooseIdentity } from "../identities.ts";
import { secondsOption } from "../option-values.ts";
import { printJson, printRows } from "../print.ts";
import { openSession, outboxFolder } from "../session.ts";
import { styleOf } from "../style.ts";
import type { Cell } from "../table.ts";
import { isoTime, utcAndLocal } from "../times.ts";

export function define(command: Command, context: Context): void {
  command
    .command("list", { isDefault: true })
    .description("What waits to be sent, and what the hub refused. Needs no hub.")
    .action(() => list(context));
  command
    .command("send")
    .description("Send what waits, oldest first.")
    .option("--wait <seconds>", "how long to try", secondsOption, 30)
    .action((options: { wait: number }) => send(context, options.wait));
}

interface Row {
  readonly name: string;
  readonly at: number;
  readonly state: "waiting" | "refused";
  readonly bytes: number;
  readonly reason: string;
}

async function list(context: Context): Promise<void> {
  const stored = await chooseIdentity(context.terminal, context.options);
  const outbox = await openOutbox(outboxFolder(stored));
  const { odd, bad } = styleOf(context.terminal);
  const waiting = (await outbox.waiting()).map(({ ref, sealed }): Row => {
    return {
      name: refText(ref),
      at: timeOfId(ref.id),
      state: "waiting",
      bytes: sealed.length,
      reason: "",
    };
  });
  const refused = (await outbox.refused()).map(({ name, ref, refusal }): Row => {
    const rules = refusal.violations.map(({ field, rule }) => `${field} ${rule}`).join(", ");
    const reason = [refusal.message, rules].filter((part) => part !== "").join(": ");
    return { name: ref ? refText(ref) : name, at: refusal.at, state: "refused", bytes: 0, reason };
  });
  await printRows(context, [...waiting, ...refused], {
    columns: [
      { title: "notice" },
      { title: "state" },
      { title: "since" },
      { title: "bytes", align: "right" },
      { title: "reason", shrinksTo: 20 },
    ],
    cells: ({ name, at, state, bytes, reason }): Cell[] => [
      name,
      { text: state, paint: state === "waiting" ? odd : bad },
      utcAndLocal(at),
      bytes > 0 ? String(bytes) : "",
      reason,
    ],
    json: ({ name, at, state, bytes, reason }) => ({
      notice: name,
      state,
      since: isoTime(at),
      ...(state === "waiting" ? { bytes } : { reason }),
    }),
    none: `Nothing waits in ${outbox.folder}.`,
  });
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
