import { refText } from "@talanoa/client/publication.ts";
import { state } from "@talanoa/client/state.ts";
import type { Context } from "../context.ts";
import { plain } from "../plain-text.ts";
import { noticeFacts } from "../notice-facts.ts";
import { printJson } from "../print.ts";
import { openSession } from "../session.ts";
import { shownRequest } from "./shown.ts";
import { styleOf } from "../style.ts";
import { isoTime, utcAndLocal } from "@talanoa/client/times.ts";

/** States that a request of one's own needs no answer any more. Throws HubError, UsageError, NotGenuine. */
export async function withdrawRequest(context: Context, text: string): Promise<void> {
  const { terminal, signal } = context;
  await using session = await openSession(context);
  const { notice } = await shownRequest(session.hub, text, signal);
  const { id, receipt } = await state(session.hub, notice, { withdrawn: {} }, { signal });
  const name = refText(notice.header);
  if (context.options.json)
    return printJson(context, [
      {
        statement: `${session.identity.participant}/${id}`,
        says: "withdrawn",
        notice: name,
        accepted_at: isoTime(receipt.acceptedAt),
        sequence: receipt.sequence,
      },
    ]);
  const { good } = styleOf(terminal);
  await terminal.write(
    `${good("Withdrawn")} ${plain(`${name}  ${noticeFacts(notice).title}`)}\n` +
      `${utcAndLocal(receipt.acceptedAt)}, statement ${id}\n`,
  );
}
