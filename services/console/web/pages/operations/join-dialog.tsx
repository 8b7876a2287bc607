import { seenDirectory } from "@talanoa/client/directory.ts";
import { readSponsors } from "@talanoa/client/sponsors.ts";
import { joinsFrom, withJoined } from "@talanoa/sharing/operation/changes.ts";
import { useState } from "preact/hooks";
import { Answered } from "../../parts/answered.tsx";
import { Choice } from "../../parts/field.tsx";
import { useAct } from "../../parts/use-act.ts";
import { useAsked } from "../../parts/use-asked.ts";
import { useSession } from "../../session.ts";
import { inLanguage } from "../../words/words.ts";
import type { Acting } from "./acting.ts";
import { changeOperation } from "./change-operation.ts";
import { FormDialog } from "./form-dialog.tsx";
import { operationsWords } from "./operations-words.ts";
import { ParticipantSelect } from "./participant-select.tsx";
import { ReasonField } from "./reason-field.tsx";

/** Lets a participant join, or see what was sent before it did. */
export function JoinDialog({ standing: { its, revision }, onDone, onClose }: Acting) {
  const words = inLanguage(operationsWords);
  const session = useSession();
  const act = useAct();
  const directory = useAsked(() => seenDirectory(session.hub), [session.hub]);
  const [code, setCode] = useState("");
  const [seesEarlier, setSeesEarlier] = useState(false);
  const [reason, setReason] = useState("");
  const [fault, setFault] = useState("");
  const join = async () => {
    const sponsor = (await readSponsors(session.hub)).get(code) ?? "";
    const from = joinsFrom(its, { participant: code, seesEarlier }, Date.now());
    const joined = withJoined(its, { participant: code, from, seesEarlier, sponsor });
    setFault(joined ? "" : words.form.inItAlready);
    if (!joined) return false;
    await changeOperation(session, joined, { revision, reason: reason || "joined the operation" });
    return true;
  };
  return (
    <FormDialog
      title={words.act.join}
      act={act}
      does={words.form.save}
      mayDo={directory.answer !== null}
      onDo={join}
      onDone={onDone}
      onClose={onClose}
    >
      <Answered asked={directory}>
        {(its) => (
          <ParticipantSelect
            among={its.participants().map(({ id }) => id)}
            placeholder={words.form.choose}
            fault={fault || undefined}
            value={code}
            onChange={setCode}
          />
        )}
      </Answered>
      <Choice label={words.form.earlierHint} checked={seesEarlier} onChange={setSeesEarlier} />
      <ReasonField value={reason} onInput={setReason} />
    </FormDialog>
  );
}
