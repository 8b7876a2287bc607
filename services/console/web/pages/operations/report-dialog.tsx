import { reportDraft, type SentFields } from "@talanoa/sharing/operation/drafts.ts";
import { readResults } from "@talanoa/sharing/operation/written-results.ts";
import { useState } from "preact/hooks";
import { TextField } from "../../parts/text-field.tsx";
import { useAct } from "../../parts/use-act.ts";
import { usePublish } from "../../parts/use-publish.ts";
import { inLanguage } from "../../words/words.ts";
import type { Acting } from "./acting.ts";
import { FormDialog } from "./form-dialog.tsx";
import { localInput, localTimeOf } from "./local-input.ts";
import { operationsWords } from "./operations-words.ts";
import { SentFieldset, usualFields } from "./sent-fields.tsx";

/** Sends a situation report to the operation, with what was achieved since the last. */
export function ReportDialog({ standing: { its }, onDone, onClose }: Acting) {
  const words = inLanguage(operationsWords);
  const act = useAct();
  const { publish, unanswered } = usePublish(`report ${its.id}`);
  // One time for all tries: what is sent again is the same draft.
  const [now] = useState(() => Date.now());
  const [asOf, setAsOf] = useState(() => localInput(now));
  const [text, setText] = useState("");
  const [written, setWritten] = useState("");
  const [isTried, setTried] = useState(false);
  const [fields, setFields] = useState<SentFields>(usualFields);
  const results = readResults(written);
  const send = async () => {
    setTried(true);
    if (!results) return false;
    await publish(reportDraft(its, { asOf: localTimeOf(asOf), text, results, now }, fields));
    return true;
  };
  return (
    <FormDialog
      title={words.act.report}
      act={act}
      does={words.form.send}
      unanswered={unanswered}
      onDo={send}
      onDone={onDone}
      onClose={onClose}
    >
      <TextField label={words.form.text} rows={5} required value={text} onInput={setText} />
      <TextField
        label={words.form.results}
        hint={words.form.resultsHint}
        fault={isTried && !results ? words.form.resultsFault : undefined}
        rows={4}
        value={written}
        onInput={setWritten}
      />
      <TextField
        label={words.form.asOf}
        hint={words.form.localTime}
        type="datetime-local"
        required
        value={asOf}
        onInput={setAsOf}
      />
      <SentFieldset fields={fields} onChange={setFields} />
    </FormDialog>
  );
}
