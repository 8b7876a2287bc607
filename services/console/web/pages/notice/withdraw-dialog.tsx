import type { NoticeRef, WithdrawalReason } from "@talanoa/contract/generated/talanoa.ts";
import { useState } from "preact/hooks";
import { browserStore } from "../../browser-store.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Field } from "../../parts/field.tsx";
import { Refused } from "../../parts/refused.tsx";
import { useAct } from "../../parts/use-act.ts";
import { useSession } from "../../session.ts";
import { inLanguage } from "../../words/words.ts";
import { forgetNotice } from "../publish/kept/forget-notice.ts";
import { deskOf } from "../publish/kept/use-kept.ts";
import { noticeWords } from "./notice-words.ts";
import { keptWithdrawal, withdraw } from "./withdrawal.ts";

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
  // Its answer was lost: what was signed then is what is sent, with the reason that it gives.
  const kept = keptWithdrawal(hub, { origin, id }, what, browserStore);
  const [chosen, setReason] = useState<WithdrawalReason>(0);
  const reason = kept?.reason ?? chosen;
  const act = useAct();
  const title = what === "recall" ? words.recall : words.erase;
  const submit = async (event: Event) => {
    event.preventDefault();
    const done = await act.run(async () => {
      const place = { storage: browserStore, locks: navigator.locks };
      await withdraw(hub, { origin, id }, { what, reason }, place);
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
      <form class="stack" onSubmit={(event) => void submit(event)}>
        <p>{what === "recall" ? words.recallHint : words.eraseHint}</p>
        {kept && !act.isBusy && <p class="stale">{words.withdrawnBefore}</p>}
        <Field label={words.reason}>
          {(control) => (
            <select
              {...control}
              required
              disabled={kept !== null}
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
