import { state } from "@talanoa/client/state.ts";
import { isParticipantForm } from "@talanoa/sharing/codes/participants.ts";
import type { OpenedNotice } from "@talanoa/sharing/notice/open.ts";
import { useState } from "preact/hooks";
import { Dialog } from "../../parts/dialog.tsx";
import { Field } from "../../parts/field.tsx";
import { Refused } from "../../parts/refused.tsx";
import { useAct } from "../../parts/use-act.ts";
import { useSession } from "../../session.ts";
import { inLanguage } from "../../words/words.ts";
import { noticeWords } from "./notice-words.ts";

/** Asks the originator whether a further participant may have the notice. */
export function ConsentDialog({
  notice,
  onDone,
  onClose,
}: {
  readonly notice: OpenedNotice;
  readonly onDone: () => void;
  readonly onClose: () => void;
}) {
  const words = inLanguage(noticeWords);
  const { hub } = useSession();
  const [written, write] = useState("");
  const act = useAct();
  const participant = written.trim().toUpperCase();
  const isWrong = participant !== "" && !isParticipantForm(participant);
  const ask = async (event: Event) => {
    event.preventDefault();
    const says = { consentAsked: { participant } };
    if (await act.run(async () => void (await state(hub, notice, says)))) onDone();
  };
  return (
    <Dialog title={words.askConsent} onClose={onClose}>
      <form class="stack" onSubmit={(event) => void ask(event)}>
        <p>{words.askConsentHint}</p>
        <Field
          label={words.withWhom}
          hint={words.withWhomHint}
          fault={isWrong ? words.noSuchParticipant : undefined}
        >
          {(control) => (
            <input
              {...control}
              required
              autocomplete="off"
              maxLength={20}
              value={written}
              onInput={({ currentTarget }) => write(currentTarget.value)}
            />
          )}
        </Field>
        <Refused error={act.error} />
        <div class="dialog-actions">
          <button type="button" onClick={onClose}>
            {words.cancel}
          </button>
          <button
            type="submit"
            class="button-main"
            disabled={act.isBusy || isWrong || participant === ""}
          >
            {words.ask}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
