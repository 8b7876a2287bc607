import { dropVersions } from "@talanoa/client/drop-versions.ts";
import { decidedVersion } from "@talanoa/client/explain.ts";
import { state } from "@talanoa/client/state.ts";
import type { WithdrawalReason } from "@talanoa/contract/generated/talanoa.ts";
import { codeOf, withdrawalReasonWords } from "@talanoa/contract/words.ts";
import { refText } from "@talanoa/client/publication.ts";
import { useState } from "preact/hooks";
import { Dialog } from "../../../parts/dialog.tsx";
import { Field } from "../../../parts/field.tsx";
import { Trouble } from "../../../parts/trouble.tsx";
import { useSession } from "../../../session.ts";
import { inLanguage } from "../../../words/words.ts";
import type { Desk } from "../kept/use-kept.ts";
import { publishWords } from "../publish-words.ts";

/** Asks why a notice is taken back, and takes it back; later versions that wait here are not sent. */
export function RecallDialog({
  notice,
  desk,
  onClose,
  onRecalled,
}: {
  readonly notice: { readonly origin: string; readonly id: string };
  /** Null where the browser keeps nothing. */
  readonly desk: Desk | null;
  readonly onClose: () => void;
  readonly onRecalled: () => void;
}) {
  const { hub } = useSession();
  const words = inLanguage(publishWords);
  const [reason, setReason] = useState<string>("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);

  async function recall(): Promise<void> {
    const code = codeOf<Exclude<WithdrawalReason, 0>>(withdrawalReasonWords, reason);
    if (code === undefined) return;
    setBusy(true);
    setError(null);
    try {
      // Of the first version, which is known to whoever holds any.
      const first = await decidedVersion(hub, { ...notice, version: 1 });
      await state(hub, first, { recalled: { reason: code } });
      if (desk) await dropVersions(desk.outbox, notice);
      onRecalled();
    } catch (its) {
      setError(its);
      setBusy(false);
    }
  }

  return (
    <Dialog
      title={`${words.recall} ${refText({ ...notice, version: 0 })}`}
      onClose={onClose}
      actions={
        <>
          <button type="button" onClick={onClose}>
            {words.cancel}
          </button>
          <button
            type="button"
            class="button-grave"
            disabled={busy || reason === ""}
            onClick={() => void recall()}
          >
            {words.recall}
          </button>
        </>
      }
    >
      <div class="stack">
        <p>{words.recallQuestion}</p>
        <Field label={words.recallReason}>
          {(control) => (
            <select
              {...control}
              value={reason}
              onChange={({ currentTarget }) => setReason(currentTarget.value)}
            >
              <option value="">{words.none}</option>
              {Object.values(withdrawalReasonWords).map((word) => (
                <option key={word} value={word}>
                  {words.reasons[word] ?? word}
                </option>
              ))}
            </select>
          )}
        </Field>
        {error !== null && <Trouble error={error} />}
      </div>
    </Dialog>
  );
}
