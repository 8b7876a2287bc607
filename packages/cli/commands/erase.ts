import { refText } from "@talanoa/client/publication.ts";
import { state } from "@talanoa/client/state.ts";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { findKnownNotice, refHelp } from "../notice-ref.ts";
import { openSession } from "../session.ts";
import { ownVersion } from "../spoken-of.ts";
import { styleOf } from "../style.ts";
import { utcAndLocal } from "@talanoa/client/times.ts";
import { printWithdrawal, reasonHelp, reasonOf } from "../withdrawal.ts";

export function define(command: Command, context: Context): void {
  command
    .description(
      "Have the personal and passenger sections of a notice of your own erased, in all its versions. The rest stands; whoever holds a copy is told.",
    )
    .argument("<notice>", refHelp)
    .option("--reason <reason>", reasonHelp)
    .action(async (text: string, options: { reason?: string }) => {
      const { terminal, signal } = context;
      const erasureOrdered = { reason: reasonOf(options.reason) };
      await using session = await openSession(context);
      const ref = await findKnownNotice(session.hub, text, signal);
      const spoken = await ownVersion(context, session, ref);
      const { id, receipt } = await state(session.hub, spoken, { erasureOrdered }, { signal });
      const { good } = styleOf(terminal);
      const name = refText({ ...ref, version: 0 });
      const at = utcAndLocal(receipt.acceptedAt);
      terminal.say(`${good("Ordered")} the erasure of ${name}, ${at}, statement ${id}\n`);
      await printWithdrawal(context, session, ref);
    });
}
