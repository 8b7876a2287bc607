import { heldNotice } from "@talanoa/client/held-notice.ts";
import { state } from "@talanoa/client/state.ts";
import { type Question, SectionType } from "@talanoa/contract/generated/talanoa.ts";
import { shown } from "@talanoa/sharing/notice/describe-line.ts";
import { type OpenedNotice, sectionOf } from "@talanoa/sharing/notice/open.ts";
import { useState } from "preact/hooks";
import { Answered } from "../../parts/answered.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { Choice } from "../../parts/field.tsx";
import { Refused } from "../../parts/refused.tsx";
import { Tlp } from "../../parts/tlp.tsx";
import { useAct } from "../../parts/use-act.ts";
import { useAsked } from "../../parts/use-asked.ts";
import { useSession } from "../../session.ts";
import { sectionLabels } from "../../words/code-words.ts";
import { inLanguage } from "../../words/words.ts";
import { grantable } from "./grantable.ts";
import { requestsWords } from "./requests-words.ts";

/** Grants or refuses what a reader asks of a notice of one's own. */
export function QuestionDialog({
  question: { notice, asker, participant, asked },
  onDone,
  onClose,
}: {
  readonly question: Question;
  readonly onDone: () => void;
  readonly onClose: () => void;
}) {
  const words = inLanguage(requestsWords);
  const { hub, keys } = useSession();
  const read = useAsked((signal) => heldNotice(hub, notice!, keys, { signal }), [notice]);
  const [sections, setSections] = useState<readonly SectionType[]>([]);
  const act = useAct();
  const answer = async (held: OpenedNotice, grants: boolean) => {
    const about = { participant, asker, asked };
    const says = grants
      ? { consentGranted: { ...about, sections: [...sections] } }
      : { consentRefused: about };
    if (await act.run(async () => void (await state(hub, held, says)))) onDone();
  };
  const tick = (type: SectionType, isTicked: boolean) =>
    setSections((before) =>
      isTicked ? [...before, type] : before.filter((each) => each !== type),
    );
  const names: { readonly [type: number]: string } = inLanguage(sectionLabels);
  return (
    <Dialog title={words.form.grantTitle(participant)} onClose={onClose}>
      <Answered asked={read}>
        {(held) => (
          <div class="stack">
            <p>
              <Tlp label={held.header.tlp} />{" "}
              <strong>{shown(sectionOf(held, SectionType.SUMMARY)?.title ?? "")}</strong> · {asker}{" "}
              {words.form.asks}
            </p>
            <p>{words.form.grantHint}</p>
            <fieldset>
              <legend>{words.form.sections}</legend>
              {grantable(held).map((type) => (
                <Choice
                  key={type}
                  label={names[type] ?? String(type)}
                  checked={sections.includes(type)}
                  onChange={(isTicked) => tick(type, isTicked)}
                />
              ))}
              <p class="field-hint">{words.form.sectionsHint}</p>
            </fieldset>
            <Refused error={act.error} />
            <div class="dialog-actions">
              <button
                type="button"
                class="button-grave"
                disabled={act.isBusy}
                title={words.form.refuseHint}
                onClick={() => void answer(held, false)}
              >
                {words.refuse}
              </button>
              <button
                type="button"
                class="button-main"
                disabled={act.isBusy}
                onClick={() => void answer(held, true)}
              >
                {words.grant}
              </button>
            </div>
          </div>
        )}
      </Answered>
    </Dialog>
  );
}
