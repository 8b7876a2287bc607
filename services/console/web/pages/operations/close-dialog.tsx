import { figuresOf } from "@talanoa/client/operation-notices.ts";
import { OperationPhase } from "@talanoa/contract/generated/talanoa.ts";
import { closingDraft } from "@talanoa/sharing/operation/drafts.ts";
import { useState } from "preact/hooks";
import { Choice } from "../../parts/field.tsx";
import { EarlierStands } from "../../parts/earlier-stands.ts";
import { TextField } from "../../parts/text-field.tsx";
import { useAct } from "../../parts/use-act.ts";
import { usePublish } from "../../parts/use-publish.ts";
import { useSession } from "../../session.ts";
import { inLanguage } from "../../words/words.ts";
import type { Acting } from "./acting.ts";
import { changeOperation } from "./change-operation.ts";
import { FormDialog } from "./form-dialog.tsx";
import { operationsWords } from "./operations-words.ts";
import { ReasonField } from "./reason-field.tsx";

/**
 * Sends the closing report and closes the operation. The report first: an operation that is closed takes no notice.
 * Whoever was stopped in between tries again: the report is sent once.
 */
export function CloseDialog({ standing: { its, revision }, held, onDone, onClose }: Acting) {
  const words = inLanguage(operationsWords);
  const session = useSession();
  const { participant, roles } = session.hub.identity;
  const act = useAct();
  const { publish, unanswered } = usePublish(`close ${its.id}`);
  const [isSent, setSent] = useState(false);
  const [now] = useState(() => Date.now());
  const [text, setText] = useState("");
  const [reason, setReason] = useState("");
  const stands =
    isSent ||
    held.closing.some(
      ({ notice: { header } }) => header.origin === participant && !header.exercise,
    );
  // Others are shown only what their own administration published: the figures would be wrong.
  const mayReport = its.coordinator === participant && roles.includes("liaison") && !stands;
  const [reports, setReports] = useState(mayReport);
  const close = async () => {
    if (mayReport && reports) {
      const figures = figuresOf(held, false);
      try {
        await publish(closingDraft(its, { figures, ...(text && { text }), now }));
      } catch (error) {
        if (error instanceof EarlierStands) setSent(true);
        throw error;
      }
      setSent(true);
    }
    const closed = { ...its, phase: OperationPhase.CLOSED };
    await changeOperation(session, closed, { revision, reason: reason || "operation closed" });
    return true;
  };
  return (
    <FormDialog
      title={words.act.close}
      act={act}
      does={words.act.close}
      isGrave
      unanswered={mayReport && reports ? unanswered : null}
      onDo={close}
      onDone={onDone}
      onClose={onClose}
    >
      <p>{words.form.closeHint}</p>
      {stands && <p>{words.form.reportStands}</p>}
      {mayReport && (
        <>
          <Choice label={words.form.withReport} checked={reports} onChange={setReports} />
          {reports && <TextField label={words.form.text} rows={4} value={text} onInput={setText} />}
        </>
      )}
      <ReasonField value={reason} onInput={setReason} />
    </FormDialog>
  );
}
