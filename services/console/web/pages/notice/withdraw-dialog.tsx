import { decidedVersion } from "@talanoa/client/explain.ts";
import { state } from "@talanoa/client/state.ts";
import type { NoticeRef, WithdrawalReason } from "@talanoa/contract/generated/talanoa.ts";
import { useState } from "preact/hooks";
import { Dialog } from "../../parts/dialog.tsx";
import { Field } from "../../parts/field.tsx";
import { Refused } from "../../parts/refused.tsx";
import { useAct } from "../../parts/use-act.ts";
import { useSession } from "../../session.ts";
import { inLanguage } from "../../words/words.ts";
import { forgetNotice } from "../publish/kept/forget-notice.ts";
import { deskOf } from "../publish/kept/use-kept.ts";
import { noticeWords } from "./notice-words.ts";

/** Asks the originator why, and then recalls a notice, or has its personal data erased. */
export function WithdrawDialog({
  notice: { origin, id },
  what,
  onDone,
  onClose,
}: {
  readonly notice: Pick<NoticeRef, "origin" | "id">;
  readonly what: "recall" | "erase";
  readonly onDone: () => void;
  readonly onClose: () => void;
}) {
  const words = inLanguage(noticeWords);
  const { hub } = useSession();
  const [reason, setReason] = useState<WithdrawalReason>(0);
  const act = useAct();
  const title = what === "recall" ? words.recall : words.erase;
  const withdraw = async (event: Event) => {
    event.preventDefault();
    const says = what === "recall" ? { recalled: { reason } } : { erasureOrdered: { reason } };
    const done = await act.run(async () => {
      // Of its first version, which whoever holds any knows: nobody learns of a later one from what is said of all.
      await state(hub, await decidedVersion(hub, { origin, id, version: 1 }), says);
      // The commit point: a version that still waited here would be refused by the hub.
      if (what === "recall")
        await deskOf(hub)
          .then((desk) => forgetNotice(desk, { origin, id }))
          .catch(() => {});
    });
    if (done) onDone();
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form class="stack" onSubmit={(event) => void withdraw(event)}>
        <p>{what === "recall" ? words.recallHint : words.eraseHint}</p>
        <Field label={words.reason}>
          {(control) => (
            <select
              {...control}
              required
              value={reason || ""}
              onChange={({ currentTarget }) =>
                setReason(Number(currentTarget.value) as WithdrawalReason)
              }
            >
              <option value="" />
              {Object.entries(words.reasons).map(([code, text]) => (
                <option key={code} value={code}>
                  {text}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Refused error={act.error} />
        <div class="dialog-actions">
          <button type="button" onClick={onClose}>
            {words.cancel}
          </button>
          <button type="submit" class="button-grave" disabled={act.isBusy || reason === 0}>
            {title}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
