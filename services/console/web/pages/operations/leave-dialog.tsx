import { withLeft } from "@talanoa/sharing/operation/changes.ts";
import { participantsAt } from "@talanoa/sharing/operation/membership.ts";
import { useState } from "preact/hooks";
import { useAct } from "../../parts/use-act.ts";
import { useSession } from "../../session.ts";
import { inLanguage } from "../../words/words.ts";
import type { Acting } from "./acting.ts";
import { changeOperation } from "./change-operation.ts";
import { FormDialog } from "./form-dialog.tsx";
import { operationsWords } from "./operations-words.ts";
import { ParticipantSelect } from "./participant-select.tsx";
import { ReasonField } from "./reason-field.tsx";

/** Lets a participant leave: it gets nothing more, and keeps what it has. */
export function LeaveDialog({ standing: { its, revision }, onDone, onClose }: Acting) {
  const words = inLanguage(operationsWords);
  const session = useSession();
  const act = useAct();
  const others = participantsAt(its, Date.now()).filter((each) => each !== its.coordinator);
  const [code, setCode] = useState(others[0] ?? "");
  const [reason, setReason] = useState("");
  const leave = async () => {
    const left = withLeft(its, code, Date.now());
    if (!left) return false;
    await changeOperation(session, left, { revision, reason: reason || "left the operation" });
    return true;
  };
  return (
    <FormDialog
      title={words.act.leave}
      act={act}
      does={words.form.save}
      isGrave
      onDo={leave}
      onDone={onDone}
      onClose={onClose}
    >
      <p>{words.form.leaveHint}</p>
      <ParticipantSelect among={others} value={code} onChange={setCode} />
      <ReasonField value={reason} onInput={setReason} />
    </FormDialog>
  );
}
