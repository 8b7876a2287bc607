import { refText } from "@talanoa/client/publication.ts";
import { state } from "@talanoa/client/state.ts";
import { RequestState } from "@talanoa/contract/generated/talanoa.ts";
import { requestStateWords } from "@talanoa/contract/words.ts";
import type { Context } from "../context.ts";
import { plain } from "../plain-text.ts";
import { noticeFacts } from "../notice-facts.ts";
import { printJson } from "../print.ts";
import { openSession } from "../session.ts";
import { shownRequest } from "./shown.ts";
import { styleOf } from "../style.ts";
import { isoTime, utcAndLocal } from "@talanoa/client/times.ts";
import { UsageError } from "../usage-error.ts";

/** States that a request of one's own needs no answer any more. Throws HubError, UsageError, NotGenuine. */
export async function withdrawRequest(context: Context, text: string): Promise<void> {
  const { terminal, signal } = context;
  await using session = await openSession(context);
  const { notice, status } = await shownRequest(session.hub, text, signal);
  const { origin } = notice.header;
  if (origin !== session.identity.participant)
    throw new UsageError(
      `${origin} asked: it alone withdraws its request`,
      "`talanoa reply` answers it, also that you cannot.",
    );
  const { id, receipt } = await state(session.hub, notice, { withdrawn: {} }, { signal });
  const name = refText(notice.header);
  // What all have answered is answered, whatever is said of it later.
  const isAnswered = status?.state === RequestState.ANSWERED;
  if (context.options.json)
    return printJson(context, [
      {
        statement: `${session.identity.participant}/${id}`,
        says: "withdrawn",
        notice: name,
        state: requestStateWords[isAnswered ? RequestState.ANSWERED : RequestState.WITHDRAWN],
        accepted_at: isoTime(receipt.acceptedAt),
        sequence: receipt.sequence,
      },
    ]);
  const { good } = styleOf(terminal);
  await terminal.write(
    `${good("Withdrawn")} ${plain(`${name}  ${noticeFacts(notice).title}`)}\n` +
      `${utcAndLocal(receipt.acceptedAt)}, statement ${id}\n`,
  );
  if (isAnswered)
    terminal.say(
      "All who were asked had answered: it stays answered, and takes no further reply.\n",
    );
}
