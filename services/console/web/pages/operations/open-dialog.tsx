import { OperationPhase } from "@talanoa/contract/generated/talanoa.ts";
import { seenDirectory } from "@talanoa/client/directory.ts";
import { useState } from "preact/hooks";
import { MemberChoices } from "../../parts/member-choices.tsx";
import { Answered } from "../../parts/answered.tsx";
import { TextField } from "../../parts/text-field.tsx";
import { useAct } from "../../parts/use-act.ts";
import { useAsked } from "../../parts/use-asked.ts";
import { useSession } from "../../session.ts";
import { inLanguage } from "../../words/words.ts";
import { changeOperation } from "./change-operation.ts";
import { FormDialog } from "./form-dialog.tsx";
import { dayEnd, dayStart } from "./local-input.ts";
import { newOperation, operationIdForm } from "@talanoa/sharing/operation/new-operation.ts";
import { operationsWords } from "./operations-words.ts";
import { readSponsors } from "@talanoa/client/sponsors.ts";

const FIELDS = { id: "", name: "", objective: "", starts: "", ends: "", reason: "" };

/** Opens a joint operation, which one's own administration coordinates. */
export function OpenDialog({
  onDone,
  onClose,
}: {
  readonly onDone: () => void;
  readonly onClose: () => void;
}) {
  const words = inLanguage(operationsWords);
  const session = useSession();
  const { participant } = session.hub.identity;
  const act = useAct();
  const [written, setWritten] = useState({ ...FIELDS, id: `${participant}-` });
  const [others, setOthers] = useState<readonly string[]>([]);
  const directory = useAsked(() => seenDirectory(session.hub), [session.hub]);
  const [isTried, setTried] = useState(false);
  const set = (field: keyof typeof FIELDS) => (value: string) =>
    setWritten((before) => ({ ...before, [field]: value }));
  const isFit = operationIdForm(participant).test(written.id);
  const open = async () => {
    setTried(true);
    if (!isFit) return false;
    const sponsors = await readSponsors(session.hub);
    const operation = newOperation(
      {
        id: written.id,
        name: written.name,
        objective: written.objective,
        coordinator: participant,
        phase: OperationPhase.PLANNING,
        startsAt: dayStart(written.starts),
        endsAt: dayEnd(written.ends),
        others,
      },
      { sponsors, now: Date.now() },
    );
    const reason = written.reason || "operation opened";
    await changeOperation(session, operation, { revision: 0, reason });
    return true;
  };
  return (
    <FormDialog
      title={words.open}
      act={act}
      does={words.form.save}
      mayDo={directory.answer !== null}
      onDo={open}
      onDone={onDone}
      onClose={onClose}
    >
      <TextField
        label={words.id}
        hint={words.form.idHint(participant)}
        fault={isTried && !isFit ? words.form.idFault : undefined}
        required
        value={written.id}
        onInput={set("id")}
      />
      <TextField label={words.name} required value={written.name} onInput={set("name")} />
      <TextField
        label={words.objective}
        required
        rows={3}
        value={written.objective}
        onInput={set("objective")}
      />
      <TextField
        label={words.form.starts}
        type="date"
        required
        value={written.starts}
        onInput={set("starts")}
      />
      <TextField
        label={words.form.ends}
        hint={words.form.endsHint}
        type="date"
        value={written.ends}
        onInput={set("ends")}
      />
      <fieldset class="publish-members">
        <legend>{words.form.others}</legend>
        <Answered asked={directory}>
          {(its) => (
            <MemberChoices
              directory={its}
              chosen={others}
              leftOut={participant}
              onChoose={setOthers}
            />
          )}
        </Answered>
      </fieldset>
      <TextField
        label={words.form.reason}
        hint={words.form.reasonHint}
        value={written.reason}
        onInput={set("reason")}
      />
    </FormDialog>
  );
}
