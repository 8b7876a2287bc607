import { state } from "@talanoa/client/state.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Refused } from "../../parts/refused.tsx";
import { useAct } from "../../parts/use-act.ts";
import { useSession } from "../../session.ts";
import { inLanguage } from "../../words/words.ts";
import type { RequestRow } from "./request-row.ts";
import { requestsWords } from "./requests-words.ts";

/** Asks whether a request of one's own is withdrawn, and states it. */
export function WithdrawDialog({
  request: { notice, title },
  onDone,
  onClose,
}: {
  readonly request: Pick<RequestRow, "notice" | "title">;
  readonly onDone: () => void;
  readonly onClose: () => void;
}) {
  const words = inLanguage(requestsWords).form;
  const { hub } = useSession();
  const act = useAct();
  const withdraw = async () => {
    if (await act.run(async () => void (await state(hub, notice, { withdrawn: {} })))) onDone();
  };
  return (
    <Dialog
      title={words.withdrawTitle}
      onClose={onClose}
      actions={
        <>
          <button type="button" onClick={onClose}>
            {words.cancel}
          </button>
          <button
            type="button"
            class="button-grave"
            disabled={act.isBusy}
            onClick={() => void withdraw()}
          >
            {inLanguage(requestsWords).withdraw}
          </button>
        </>
      }
    >
      <p>
        <strong>{title}</strong>
      </p>
      <p>{words.withdrawHint}</p>
      <Refused error={act.error} />
    </Dialog>
  );
}
