import { OperationPhase } from "@talanoa/contract/generated/talanoa.ts";
import { codesOf, operationPhaseWords } from "@talanoa/contract/words.ts";
import { useState } from "preact/hooks";
import { Field } from "../../parts/field.tsx";
import { useAct } from "../../parts/use-act.ts";
import { useSession } from "../../session.ts";
import { inLanguage } from "../../words/words.ts";
import type { Acting } from "./acting.ts";
import { changeOperation } from "./change-operation.ts";
import { FormDialog } from "./form-dialog.tsx";
import { operationsWords } from "./operations-words.ts";
import { ReasonField } from "./reason-field.tsx";

/** Closing is a step of its own. */
const open = codesOf(operationPhaseWords).filter((phase) => phase !== OperationPhase.CLOSED);

/** Says in which phase the operation is. */
export function PhaseDialog({ standing: { its, revision }, onDone, onClose }: Acting) {
  const words = inLanguage(operationsWords);
  const session = useSession();
  const act = useAct();
  const [phase, setPhase] = useState<OperationPhase>(its.phase);
  const [reason, setReason] = useState("");
  const change = async () => {
    const changed = { ...its, phase };
    await changeOperation(session, changed, {
      revision,
      reason: reason || "phase of the operation",
    });
    return true;
  };
  return (
    <FormDialog
      title={words.act.phase}
      act={act}
      does={words.form.save}
      onDo={change}
      onDone={onDone}
      onClose={onClose}
    >
      <Field label={words.phase}>
        {(control) => (
          <select
            {...control}
            value={String(phase)}
            onChange={({ currentTarget }) =>
              setPhase(Number(currentTarget.value) as OperationPhase)
            }
          >
            {open.map((each) => (
              <option key={each} value={String(each)}>
                {words.phases[each]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <ReasonField value={reason} onInput={setReason} />
    </FormDialog>
  );
}
