import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Choice, Field } from "../../parts/field.tsx";
import { useAct } from "../../parts/use-act.ts";
import { inLanguage } from "../../words/words.ts";
import { Failed } from "./failed.tsx";
import { logWords } from "./log-words.ts";
import {
  type Faults,
  fieldsQuery,
  noFields,
  type QuestionFields,
  questionOf,
  stepChoices,
} from "./question.ts";
import { storyWords } from "./story-words.ts";
import type { WholeName } from "./whole-name.ts";

type TextField = {
  [Each in keyof QuestionFields]: QuestionFields[Each] extends string ? Each : never;
}[keyof QuestionFields];

const textFields: readonly TextField[] = [
  "from",
  "until",
  "participant",
  "principal",
  "notice",
  "operation",
  "fromIndex",
  "untilIndex",
];
const times: readonly TextField[] = ["from", "until"];
const places: readonly TextField[] = ["fromIndex", "untilIndex"];

/** Every field by which the log can be asked. What is wrong stands at its field, and nothing is asked then. */
export function QuestionForm({
  fields,
  participants,
  nameNotice,
  onAsk,
  onRefused,
}: {
  readonly fields: QuestionFields;
  /** Whom the directory shows, to choose from. */
  readonly participants: readonly string[];
  /** Finds the whole name for the notice that was typed. Throws HubError, and the signal's reason. */
  readonly nameNotice: (text: string, signal: AbortSignal) => Promise<WholeName>;
  readonly onAsk: (fields: QuestionFields) => void;
  /** Nothing is asked: something is wrong with a field. */
  readonly onRefused: () => void;
}) {
  const words = inLanguage(logWords);
  const draft = useSignal(fields);
  const faults = useSignal<Faults>({});
  const act = useAct();
  /** Ends the question that is being put together: one has left for another, or for another page. */
  const leaving = useRef(new AbortController());
  /** What was asked last from here, as an address has it. */
  const asked = useRef<string | null>(null);
  // Another address is another question. One's own is: what was typed since stays.
  useLayoutEffect(() => {
    const isOwn = fieldsQuery(fields) === asked.current;
    asked.current = null;
    if (!isOwn) {
      draft.value = fields;
      faults.value = {};
    }
    leaving.current = new AbortController();
    return () => leaving.current.abort(new Error("another question"));
  }, [fields]);
  const set = (changed: Partial<QuestionFields>) => (draft.value = { ...draft.value, ...changed });
  const ask = async () => {
    const { signal } = leaving.current;
    const typed = draft.value;
    let notice: WholeName;
    try {
      notice = await nameNotice(typed.notice, signal);
    } catch (error) {
      if (signal.aborted) return;
      onRefused();
      throw error;
    }
    if (signal.aborted) return;
    const question = "name" in notice ? { ...typed, notice: notice.name } : typed;
    const its = questionOf(question);
    const found: Faults = {
      ...("faults" in its && its.faults),
      ...("fault" in notice && { notice: notice.fault }),
    };
    faults.value = found;
    if (Object.keys(found).length > 0) return onRefused();
    if (draft.value.notice === typed.notice) set({ notice: question.notice });
    asked.current = fieldsQuery(question);
    onAsk(question);
  };
  /** Asks for what there is, while what was typed stays in the form: the answer says which notices there are. */
  const askForAll = () => {
    const question = { ...noFields, exercises: true };
    faults.value = {};
    const query = fieldsQuery(question);
    // Where the address stays the same, there is nothing to tell from another's.
    if (query !== fieldsQuery(fields)) asked.current = query;
    onAsk(question);
  };
  return (
    <form
      class="panel"
      onSubmit={(event) => {
        event.preventDefault();
        void act.run(ask);
      }}
      noValidate
    >
      <div class="log-fields">
        {textFields.map((field) => {
          const fault = faults.value[field];
          return (
            <Field
              key={field}
              label={words[field]}
              hint={field === "notice" ? words.noticeHint : undefined}
              fault={fault && words.faults[fault]}
            >
              {(control) => (
                <input
                  {...control}
                  type={times.includes(field) ? "datetime-local" : "text"}
                  inputMode={places.includes(field) ? "numeric" : undefined}
                  list={field === "participant" ? "log-participants" : undefined}
                  autocomplete="off"
                  spellcheck={false}
                  value={draft.value[field]}
                  onInput={({ currentTarget }) => set({ [field]: currentTarget.value })}
                />
              )}
            </Field>
          );
        })}
      </div>
      <datalist id="log-participants">
        {participants.map((id) => (
          <option key={id} value={id} />
        ))}
      </datalist>
      {faults.value.notice === "unknown" && (
        <p class="row" role="status">
          <span>{words.askForAllHint}</span>
          <button type="button" onClick={askForAll}>
            {words.askForAll}
          </button>
        </p>
      )}
      {act.error !== null && <Failed error={act.error} />}
      <StepChoices chosen={draft.value.steps} onChoose={(steps) => set({ steps })} />
      <div class="row">
        <Choice
          label={words.oldestFirst}
          checked={draft.value.oldestFirst}
          onChange={(oldestFirst) => set({ oldestFirst })}
        />
        <Choice
          label={words.exercises}
          checked={draft.value.exercises}
          onChange={(exercises) => set({ exercises })}
        />
      </div>
      <div class="row">
        <button type="submit" class="button-main" disabled={act.isBusy}>
          {words.ask}
        </button>
        <button type="button" onClick={() => (draft.value = noFields)}>
          {words.clear}
        </button>
      </div>
    </form>
  );
}

function StepChoices({
  chosen,
  onChoose,
}: {
  readonly chosen: readonly string[];
  readonly onChoose: (steps: string[]) => void;
}) {
  const words = inLanguage(logWords);
  const { step } = storyWords();
  const named = chosen.map(step).join(", ");
  return (
    <details class="log-steps">
      <summary>
        {words.steps}
        {named && `: ${named}`}
      </summary>
      <fieldset>
        <legend class="field-hint">{words.stepsHint}</legend>
        <div class="log-step-choices">
          {stepChoices.map((each) => (
            <Choice
              key={each}
              label={step(each)}
              checked={chosen.includes(each)}
              onChange={(checked) =>
                onChoose(
                  stepChoices.filter((its) => (its === each ? checked : chosen.includes(its))),
                )
              }
            />
          ))}
        </div>
      </fieldset>
    </details>
  );
}
