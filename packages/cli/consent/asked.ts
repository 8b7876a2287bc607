import { listQuestions } from "@talanoa/client/questions.ts";
import type { NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import { isParticipantForm } from "@talanoa/sharing/codes/participants.ts";
import { isId } from "@talanoa/sharing/notice/id.ts";
import type { Context } from "../context.ts";
import type { Session } from "../session.ts";
import { UsageError } from "../usage-error.ts";
import { questionRef } from "./list.ts";

export const askedHelp =
  "the question: ORIGIN/ID of the statement that asked, as the feed shows it, or the end of its id as `talanoa consent list` shows it (at least 4 digits), or its beginning (at least 8)";

/** A question: who asked, and by which statement. */
export interface Asked {
  readonly asker: string;
  readonly asked: string;
}

/** A question as a person named it: whole, or by a part of its id. */
type NamedQuestion = { readonly whole: Asked } | { readonly part: string; readonly asker: string };

/** Reads what a person typed. Throws UsageError. */
export function readAsked(text: string): NamedQuestion {
  const parts = text.trim().split("/");
  const asker = parts.length > 1 ? parts[0]!.toUpperCase() : "";
  const asked = parts.at(-1)!.toLowerCase();
  const digits = asked.replaceAll("-", "");
  const named = parts.length < 2 || isParticipantForm(asker);
  if (parts.length > 2 || !named || !/^[0-9a-f]{4,32}$/.test(digits))
    throw new UsageError(`${text} names no statement`, `Give ${askedHelp}.`);
  return asker && isId(asked) ? { whole: { asker, asked } } : { part: digits, asker };
}

/**
 * Finds the question that a person means; a part of an id is looked up among what was asked about the
 * notice for this participant. Throws UsageError when none fits, or several.
 */
export async function findAsked(
  { signal }: Context,
  { hub, identity }: Session,
  named: NamedQuestion,
  { notice, participant }: { readonly notice: NoticeRef; readonly participant: string },
): Promise<Asked> {
  if ("whole" in named) return named.whole;
  const { part, asker } = named;
  if (notice.origin !== identity.participant)
    throw new UsageError(
      `${notice.origin} alone answers what is asked about its notices`,
      "`talanoa consent ask` asks it.",
    );
  // Answered ones too: then the hub says that this one is.
  const { questions } = await listQuestions(hub, { all: true, signal });
  const found = questions.filter((each) => {
    const id = each.asked.replaceAll("-", "");
    return (
      each.notice?.id === notice.id &&
      each.participant === participant &&
      (asker === "" || each.asker === asker) &&
      (id.endsWith(part) || (part.length >= 8 && id.startsWith(part)))
    );
  });
  const [first, second] = found;
  if (!first)
    throw new UsageError(
      `no question about this notice for ${participant} has an id that begins or ends with ${part}`,
      "`talanoa consent list` shows the questions that wait for your answer, with --all the others too.",
    );
  if (second)
    throw new UsageError(
      `several questions have an id that begins or ends with ${part}`,
      `Give more of it, one of: ${found.map(questionRef).join(", ")}`,
    );
  return { asker: first.asker, asked: first.asked };
}
