import { type SentFields, taskDraft } from "@talanoa/sharing/operation/drafts.ts";
import { participantsAt } from "@talanoa/sharing/operation/membership.ts";
import { taskAudience } from "@talanoa/sharing/operation/task-audience.ts";
import { useState } from "preact/hooks";
import { Choice } from "../../parts/field.tsx";
import { memberName } from "../../parts/member.tsx";
import { TextField } from "../../parts/text-field.tsx";
import { useAct } from "../../parts/use-act.ts";
import { usePublish } from "../../parts/use-publish.ts";
import { useSession } from "../../session.ts";
import { inLanguage } from "../../words/words.ts";
import type { Acting } from "./acting.ts";
import { FormDialog } from "./form-dialog.tsx";
import { localInput, localTimeOf } from "./local-input.ts";
import { operationsWords } from "./operations-words.ts";
import { SentFieldset, usualFields } from "./sent-fields.tsx";

const TWO_DAYS = 2 * 86_400_000;

/** Asks participants of the operation for action. */
export function TaskDialog({ standing: { its }, onDone, onClose }: Acting) {
  const words = inLanguage(operationsWords);
  const { participant: self } = useSession().hub.identity;
  const act = useAct();
  const { publish, unanswered } = usePublish(`task ${its.id}`);
  const [to, setTo] = useState<readonly string[]>([]);
  const [all, setAll] = useState(false);
  const [text, setText] = useState("");
  const [by, setBy] = useState(() => localInput(Date.now() + TWO_DAYS));
  const [fields, setFields] = useState<SentFields>(usualFields);
  const [fault, setFault] = useState("");
  const others = participantsAt(its, Date.now()).filter((each) => each !== self);
  const tick = (code: string, isTicked: boolean) =>
    setTo((before) => (isTicked ? [...before, code] : before.filter((each) => each !== code)));
  const audienceOf = (): object | string => {
    if (!all && to.length === 0) return words.form.nobody;
    const found = taskAudience(its, all ? "all" : to, Date.now());
    if ("outside" in found) return words.form.outside(found.outside.join(", "));
    if ("partner" in found) return words.form.partner(found.partner, found.sponsor);
    return found.audience;
  };
  const send = async () => {
    const audience = audienceOf();
    setFault(typeof audience === "string" ? audience : "");
    if (typeof audience === "string") return false;
    const answerBy = new Date(localTimeOf(by)).toISOString();
    await publish(taskDraft(its, { audience, by: answerBy, text }, fields));
    return true;
  };
  return (
    <FormDialog
      title={words.act.task}
      act={act}
      does={words.form.send}
      unanswered={unanswered}
      onDo={send}
      onDone={onDone}
      onClose={onClose}
    >
      <fieldset>
        <legend>{words.form.to}</legend>
        <Choice label={words.form.all} checked={all} onChange={setAll} />
        {!all &&
          others.map((code) => (
            <Choice
              key={code}
              label={`${code} ${memberName(code)}`}
              checked={to.includes(code)}
              onChange={(isTicked) => tick(code, isTicked)}
            />
          ))}
        {fault && (
          <p class="field-fault" role="alert">
            {fault}
          </p>
        )}
      </fieldset>
      <TextField label={words.form.text} rows={4} required value={text} onInput={setText} />
      <TextField
        label={words.form.by}
        hint={words.form.localTime}
        type="datetime-local"
        required
        value={by}
        onInput={setBy}
      />
      <SentFieldset fields={fields} onChange={setFields} />
    </FormDialog>
  );
}
