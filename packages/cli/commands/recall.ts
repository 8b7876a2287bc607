import { refText } from "@talanoa/client/publication.ts";
import { state } from "@talanoa/client/state.ts";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { findKnownNotice, refHelp } from "../notice-ref.ts";
import { openSession } from "../session.ts";
import { ownVersion } from "../spoken-of.ts";
import { styleOf } from "../style.ts";
import { utcAndLocal } from "@talanoa/client/times.ts";
import { UsageError } from "../usage-error.ts";
import { forgetKept, printWithdrawal, reasonHelp, reasonOf } from "../withdrawal.ts";

interface Options {
  reason?: string;
  status?: boolean;
}

export function define(command: Command, context: Context): void {
  command
    .description(
      "Take a notice of your own back, all its versions: it goes from every feed and store of the hub, whoever holds a copy is told to destroy it, and the proof of what was exchanged stays. Shows who had it.",
    )
    .argument("<notice>", refHelp)
    .option("--reason <reason>", reasonHelp)
    .option("--status", "only show how a recall stands, and who confirmed that theirs is destroyed")
    .action(async (text: string, { reason, status = false }: Options) => {
      const { terminal, signal } = context;
      const recalled = status ? null : { reason: reasonOf(reason) };
      await using session = await openSession(context);
      const ref = await findKnownNotice(session.hub, text, signal);
      if (status && ref.origin !== session.identity.participant)
        throw new UsageError(
          `${ref.origin} alone sees who had its notices`,
          "`talanoa explain` shows what concerns your own administration.",
        );
      if (recalled) {
        const spoken = await ownVersion(context, session, ref);
        const { id, receipt } = await state(session.hub, spoken, { recalled }, { signal });
        await forgetKept(context, session, ref);
        const { good } = styleOf(terminal);
        const name = refText({ ...ref, version: 0 });
        const at = utcAndLocal(receipt.acceptedAt);
        terminal.say(`${good("Recalled")} ${name}, ${at}, statement ${id}\n`);
      }
      await printWithdrawal(context, session, ref);
    });
}
