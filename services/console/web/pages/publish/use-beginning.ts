import { codeOf, kindWords } from "@talanoa/contract/words.ts";
import { isParticipantForm } from "@talanoa/sharing/codes/participants.ts";
import { isId } from "@talanoa/sharing/notice/id.ts";
import { useAsked } from "../../parts/use-asked.ts";
import type { Session } from "../../session.ts";
import { beginAmending } from "./amend/begin-amending.ts";
import { isWritten } from "./form/plan.ts";
import { heldNotice } from "@talanoa/client/held-notice.ts";
import { parseDraft } from "@talanoa/sharing/notice/draft.ts";
import { replyDraft } from "@talanoa/sharing/notice/reply-draft.ts";
import { begin, beginKind, type Writing } from "./writing.ts";

/** What the address asks to begin with: `?template=alert`, `?amend=FJ/0198…`, `?reply=TO/0198…`. */
export type Beginning =
  | { readonly kind: "nothing" }
  | { readonly kind: "loading" }
  | { readonly kind: "begun" }
  | { readonly kind: "failed"; readonly error: unknown };

/** Begins what the address says, once for each address. */
export function useBeginning(
  session: Session,
  writing: Writing,
  query: { readonly [name: string]: string },
): Beginning {
  const { amend, reply, template } = query;
  const asked = Boolean(amend ?? reply ?? template);
  const { answer, error } = useAsked<Beginning>(
    async (signal) => {
      if (!asked) return { kind: "nothing" };
      const beginIt = await beginningBy(session, { amend, reply, template });
      // Who left meanwhile, or asked for another, may be writing by now.
      if (!signal.aborted) beginIt(writing);
      return { kind: "begun" };
    },
    [session, writing, asked, amend, reply, template],
  );
  if (error !== null) return { kind: "failed", error };
  return answer ?? { kind: asked ? "loading" : "nothing" };
}

/** What begins it, once what it takes is there. */
async function beginningBy(
  session: Session,
  {
    amend,
    reply,
    template,
  }: { amend?: string | undefined; reply?: string | undefined; template?: string | undefined },
): Promise<(writing: Writing) => void> {
  const amended = amend && nameIn(amend);
  if (amended) {
    const amending = await beginAmending(session, amended);
    return (writing) => begin(writing, amending.before, { amending });
  }
  const asked = reply && nameIn(reply);
  if (asked) {
    const request = await heldNotice(session.hub, { ...asked, version: 0 }, session.keys);
    const draft = parseDraft(replyDraft(request, { reply: {} }));
    return (writing) => begin(writing, draft);
  }
  const kind = template && codeOf(kindWords, template);
  return (writing) => {
    if (kind && isWritten(kind)) beginKind(writing, kind);
  };
}

/** The notice that `FJ/0198…` names; null for what names none. */
export function nameIn(text: string): { origin: string; id: string } | null {
  const [origin = "", id = ""] = text.split("/");
  return isParticipantForm(origin) && isId(id) ? { origin, id } : null;
}
