import { checkCopy } from "@talanoa/client/genuine-copy.ts";
import { NotGenuine } from "@talanoa/client/genuine-receipt.ts";
import { directoryKeys } from "@talanoa/client/key-ring.ts";
import { getNotice } from "@talanoa/client/notices.ts";
import { refText } from "@talanoa/client/publication.ts";
import { state } from "@talanoa/client/state.ts";
import type { NoticeRef, Statement } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { steps } from "@talanoa/contract/records.ts";
import { type SayingField, sayingFields } from "@talanoa/sharing/statement/sayings.ts";
import type { Context } from "./context.ts";
import { type Json, messageJson } from "./json.ts";
import { noticeFacts } from "./notice-facts.ts";
import { unlessEnded } from "./notice-ended.ts";
import { findNotice } from "./notice-ref.ts";
import { plain } from "./plain-text.ts";
import { printJson } from "./print.ts";
import { openSession, type Session } from "./session.ts";
import { styleOf } from "./style.ts";
import { isoTime, utcAndLocal } from "@talanoa/client/times.ts";

/** What is stated. */
type Said = Init<Pick<Statement, SayingField>>;

/**
 * States something about a notice that a person named, and says so. `saying` is that, or finds it out
 * once the notice is known. `done` begins the line. Throws
 * NotGenuine for a copy that is not what its origin signed: what is spoken of is this version by its
 * digest.
 */
export async function stateAbout(
  context: Context,
  text: string,
  saying: Said | ((session: Session, notice: NoticeRef) => Promise<Said>),
  done: (statement: string) => { readonly head: string; readonly tail?: string },
): Promise<void> {
  const { terminal, signal } = context;
  await using session = await openSession(context);
  const { hub, identity } = session;
  const ref = await findNotice(hub, text, signal);
  const copy = await unlessEnded(hub, ref, getNotice(hub, ref, { signal }), signal);
  const content = await checkCopy(copy, directoryKeys(hub));
  if (content.kind !== "notice")
    throw new NotGenuine("this copy is not what its origin signed, so nothing was stated about it");
  const says = typeof saying === "function" ? await saying(session, ref) : saying;
  const { id, receipt } = await state(hub, content.notice, says, { signal });
  const { header } = content.notice;
  const statement = `${identity.participant}/${id}`;
  const field = sayingFields.find((each) => says[each] !== undefined)!;
  if (context.options.json) {
    const said = messageJson(says[field] ?? {});
    const row: { [key: string]: Json } = {
      statement,
      says: steps[field],
      ...(Object.keys(said).length > 0 && { said }),
      notice: refText(header),
      accepted_at: isoTime(receipt.acceptedAt),
      sequence: receipt.sequence,
    };
    return printJson(context, [row]);
  }
  const { good } = styleOf(terminal);
  const { head, tail } = done(statement);
  await terminal.write(
    `${good(head)} ${plain(`${refText(header)}  ${noticeFacts(content.notice).title}`)}\n` +
      `${utcAndLocal(receipt.acceptedAt)}, statement ${id}\n${tail ? `${tail}\n` : ""}`,
  );
}
