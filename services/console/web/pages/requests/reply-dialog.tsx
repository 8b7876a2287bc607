import { heldNotice } from "@talanoa/client/held-notice.ts";
import { refText } from "@talanoa/client/publication.ts";
import { SectionType } from "@talanoa/contract/generated/talanoa.ts";
import { answerStateWords, codesOf, tlpWords, wordOf } from "@talanoa/contract/words.ts";
import { listed } from "../../words/listed.ts";
import { type OpenedNotice, sectionOf } from "@talanoa/sharing/notice/open.ts";
import { replyDraft } from "@talanoa/sharing/notice/reply-draft.ts";
import { shown } from "@talanoa/sharing/notice/describe-line.ts";
import { useState } from "preact/hooks";
import { Dialog } from "../../parts/dialog.tsx";
import { Field } from "../../parts/field.tsx";
import { memberName } from "../../parts/member.tsx";
import { NoticeLink } from "../../parts/notice-link.tsx";
import { Refused } from "../../parts/refused.tsx";
import { Time } from "../../parts/time.tsx";
import { UnansweredLine } from "../../parts/unanswered-line.tsx";
import { Answered } from "../../parts/answered.tsx";
import { useAct } from "../../parts/use-act.ts";
import { useAsked } from "../../parts/use-asked.ts";
import { usePublish } from "../../parts/use-publish.ts";
import { useSession } from "../../session.ts";
import { inLanguage } from "../../words/words.ts";
import { requestsWords } from "./requests-words.ts";

/** The form by which a request is answered. After an error what was written stays. */
export function ReplyDialog({
  request,
  onDone,
  onClose,
}: {
  readonly request: OpenedNotice;
  /** It is closed once the reply is sent, or may be. */
  readonly onDone: () => void;
  readonly onClose: () => void;
}) {
  const words = inLanguage(requestsWords);
  const { header } = request;
  const [state, setState] = useState(answerStateWords[codesOf(answerStateWords)[0]!]);
  const [text, setText] = useState("");
  const [also, setAlso] = useState("");
  const [marking, setMarking] = useState<string>(wordOf(tlpWords, header.tlp));
  const [sent, setSent] = useState("");
  const { publish, unanswered } = usePublish(`reply ${refText(header)}`);
  const act = useAct();
  const send = (event: Event) => {
    event.preventDefault();
    void act.run(async () => {
      const written = { marking, reply: { state, ...(text.trim() && { text }) } };
      const { publication } = await publish(replyDraft(request, written, listed(also)));
      setSent(refText(publication.ref));
    });
  };
  const body = sectionOf(request, SectionType.REQUEST);
  const { hub, keys } = useSession();
  // A list has it already; whoever reads what is asked has opened the request, which the log is to say.
  const read = useAsked((signal) => heldNotice(hub, header, keys, { signal }), [request]);
  return (
    <Dialog
      title={words.form.answerTo(memberName(header.origin) || header.origin)}
      // What failed may have been sent all the same.
      onClose={sent || act.error !== null ? onDone : onClose}
    >
      <p>
        <NoticeLink notice={header} /> · {words.answerBy} <Time at={body?.answerBy ?? 0} />
      </p>
      <Answered asked={read}>
        {(held) => (
          <blockquote class="requests-text">
            {shown(sectionOf(held, SectionType.REQUEST)?.text ?? "")}
          </blockquote>
        )}
      </Answered>
      {sent ? (
        <p role="status">{words.form.sent(sent)}</p>
      ) : (
        <form class="stack" onSubmit={send}>
          {unanswered && !act.isBusy && <UnansweredLine unanswered={unanswered} />}
          <Field label={words.form.how}>
            {(control) => (
              <select
                {...control}
                value={state}
                onChange={({ currentTarget }) => setState(currentTarget.value as typeof state)}
              >
                {codesOf(answerStateWords).map((code) => (
                  <option key={code} value={answerStateWords[code]}>
                    {words.answers[code]}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Field label={words.form.text} hint={words.form.textHint}>
            {(control) => (
              <textarea
                {...control}
                rows={6}
                value={text}
                onInput={({ currentTarget }) => setText(currentTarget.value)}
              />
            )}
          </Field>
          <Field label={words.form.marking}>
            {(control) => (
              <select
                {...control}
                value={marking}
                onChange={({ currentTarget }) => setMarking(currentTarget.value)}
              >
                {Object.values(tlpWords).map((label) => (
                  <option key={label}>{label}</option>
                ))}
              </select>
            )}
          </Field>
          <Field label={words.form.also} hint={words.form.alsoHint}>
            {(control) => (
              <input
                {...control}
                value={also}
                onInput={({ currentTarget }) => setAlso(currentTarget.value)}
              />
            )}
          </Field>
          <Refused error={act.error} />
          <div class="dialog-actions">
            <button type="submit" class="button-main" disabled={act.isBusy}>
              {words.form.send}
            </button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
