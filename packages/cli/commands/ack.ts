import { checkCopy } from "@talanoa/client/genuine-copy.ts";
import { NotGenuine } from "@talanoa/client/genuine-receipt.ts";
import { directoryKeys } from "@talanoa/client/key-ring.ts";
import { getNotice } from "@talanoa/client/notices.ts";
import { refText } from "@talanoa/client/publication.ts";
import { acknowledge } from "@talanoa/client/state.ts";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { noticeFacts } from "../notice-facts.ts";
import { findNotice, refHelp } from "../notice-ref.ts";
import { plain } from "../plain-text.ts";
import { printJson } from "../print.ts";
import { openSession } from "../session.ts";
import { styleOf } from "../style.ts";
import { isoTime, utcAndLocal } from "../times.ts";

export function define(command: Command, context: Context): void {
  command
    .description("State that you have read a notice and answer for it. Its origin is told.")
    .argument("<notice>", refHelp)
    .action(async (text: string) => {
      const { terminal, signal } = context;
      await using session = await openSession(context);
      const { hub } = session;
      const ref = await findNotice(hub, text, signal);
      // What is acknowledged is this version by its digest, so it must be the origin's.
      const content = await checkCopy(await getNotice(hub, ref, { signal }), directoryKeys(hub));
      if (content.kind !== "notice")
        throw new NotGenuine("this copy is not what its origin signed, so it was not acknowledged");
      const { id, receipt } = await acknowledge(hub, content.notice, { signal });
      const { header } = content.notice;
      if (context.options.json)
        return printJson(context, [
          {
            statement: `${session.identity.participant}/${id}`,
            says: "acknowledged",
            notice: refText(header),
            accepted_at: isoTime(receipt.acceptedAt),
            sequence: receipt.sequence,
          },
        ]);
      const { good } = styleOf(terminal);
      await terminal.write(
        `${good("Acknowledged")} ${refText(header)}  ${plain(noticeFacts(content.notice).title)}\n` +
          `${utcAndLocal(receipt.acceptedAt)}, statement ${id}\n`,
      );
    });
}
