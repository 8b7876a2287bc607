import { decidedVersion } from "@talanoa/client/explain.ts";
import { refText } from "@talanoa/client/publication.ts";
import { state } from "@talanoa/client/state.ts";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { findKnownNotice, refHelp } from "../notice-ref.ts";
import { plain } from "../plain-text.ts";
import { printJson } from "../print.ts";
import { openSession } from "../session.ts";
import { styleOf } from "../style.ts";
import { isoTime, utcAndLocal } from "@talanoa/client/times.ts";

export function define(command: Command, context: Context): void {
  command
    .description(
      "State that your administration has destroyed its own copies of what was recalled, erased or has expired: files of `show --save`, prints, entries in other systems. Its origin is told. This command deletes nothing.",
    )
    .argument("<notice>", refHelp)
    .action(async (text: string) => {
      const { terminal, signal } = context;
      await using session = await openSession(context);
      const ref = await findKnownNotice(session.hub, text, signal);
      const spoken = await decidedVersion(session.hub, ref, { signal: context.signal });
      const { id, receipt } = await state(session.hub, spoken, { destroyed: {} }, { signal });
      if (context.options.json)
        return printJson(context, [
          {
            statement: `${session.identity.participant}/${id}`,
            says: "destroyed",
            notice: refText(spoken.header),
            accepted_at: isoTime(receipt.acceptedAt),
          },
        ]);
      const { good } = styleOf(terminal);
      const at = utcAndLocal(receipt.acceptedAt);
      await terminal.write(
        `${good("Stated as destroyed")} ${plain(refText(spoken.header))}\n${at}, statement ${id}\n`,
      );
    });
}
