import { localDay, localMinute } from "@talanoa/client/times.ts";
import { isFieldOfKind } from "@talanoa/sharing/notice/fields-of-kind.ts";
import { Choice, Field } from "../../../parts/field.tsx";
import { inLanguage } from "../../../words/words.ts";
import { numberOf } from "../paste/cell-values.ts";
import { publishWords } from "../publish-words.ts";
import { kindOfPath, valueAt } from "../../../words/draft-path.ts";
import { fieldWords, labelIn } from "../../../words/field-words.ts";
import { useForm } from "./form-context.ts";
import { optionWords } from "../../../words/option-words.ts";
import { longTexts, tellingTexts } from "./plan.ts";
import { useFault } from "./use-fault.ts";

interface InputProps {
  readonly path: string;
}

/** What inputs of one value have in common. */
export function useValue(path: string) {
  const { written, set } = useForm();
  const value = valueAt(written, path);
  return {
    label: labelIn(inLanguage(fieldWords), kindOfPath(path)),
    text: typeof value === "string" || typeof value === "number" ? String(value) : "",
    fault: useFault(path),
    put: (next: unknown) => set(path, next),
  };
}

/** A text, on one line or several. */
export function TextInput({ path }: InputProps) {
  const { label, text, fault, put } = useValue(path);
  const hint = useTextHint(path);
  return (
    <Field label={label} fault={fault} hint={hint}>
      {(control) =>
        longTexts.has(kindOfPath(path)) ? (
          <textarea
            {...control}
            rows={path === "narrative.text" || path === "request.text" ? 5 : 2}
            value={text}
            onInput={({ currentTarget }) => put(currentTarget.value)}
          />
        ) : (
          <input
            {...control}
            type="text"
            autocomplete="off"
            value={text}
            onInput={({ currentTarget }) => put(currentTarget.value)}
          />
        )
      }
    </Field>
  );
}

/** That persons have a place of their own, where one might name them. */
function useTextHint(path: string): string | undefined {
  const { kind } = useForm();
  const { titleHint, namelessHint, personsHint } = inLanguage(publishWords);
  if (path === "title") return titleHint;
  if (!tellingTexts.has(kindOfPath(path))) return undefined;
  return isFieldOfKind("persons", kind) ? `${namelessHint} ${personsHint}` : namelessHint;
}

/** A month, a day or a time with its offset, typed or taken from the clock. */
export function TimeInput({ path }: InputProps) {
  const words = inLanguage(publishWords);
  const { label, text, fault, put } = useValue(path);
  return (
    <Field label={label} fault={fault} hint={words.timeHint}>
      {(control) => (
        <div class="publish-time">
          <input
            {...control}
            type="text"
            inputMode="numeric"
            autocomplete="off"
            value={text}
            onInput={({ currentTarget }) => put(currentTarget.value)}
          />
          {kindOfPath(path) === "when.start" && (
            <>
              <button type="button" onClick={() => put(localDay(new Date()))}>
                {words.today}
              </button>
              <button type="button" onClick={() => put(localMinute(new Date()))}>
                {words.now}
              </button>
            </>
          )}
        </div>
      )}
    </Field>
  );
}

/** A number, with a point or a comma. What is none stays as it was typed, and is told. */
export function AmountInput({ path }: InputProps) {
  const { label, text, fault, put } = useValue(path);
  return (
    <Field label={label} fault={fault}>
      {(control) => (
        <input
          {...control}
          type="text"
          inputMode="decimal"
          autocomplete="off"
          value={text}
          // While one types, `1.0` is on its way to 1.05.
          onInput={({ currentTarget }) => put(asTyped(currentTarget.value))}
          onBlur={({ currentTarget }) => put(numberOf(currentTarget.value.trim()))}
        />
      )}
    </Field>
  );
}

/** A number where it is written as numbers are shown; else the text. */
function asTyped(text: string): number | string {
  const number = numberOf(text);
  return String(number) === text ? number : text;
}

/** One of few words. */
export function WordInput({ path, words }: InputProps & { readonly words?: readonly string[] }) {
  const { label, text, fault, put } = useValue(path);
  const options =
    inLanguage(optionWords)[kindOfPath(path)] ??
    Object.fromEntries((words ?? []).map((word) => [word, word]));
  return (
    <Field label={label} fault={fault}>
      {(control) => (
        <select
          {...control}
          value={text}
          onChange={({ currentTarget }) => put(currentTarget.value)}
        >
          <option value="">{inLanguage(publishWords).none}</option>
          {/* What a template or a table had stays visible, that it may be put right. */}
          {text !== "" && !(text in options) && <option value={text}>{text}</option>}
          {Object.entries(options).map(([word, said]) => (
            <option key={word} value={word}>
              {said}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** Several words of a list. */
export function WordsInput({ path }: InputProps) {
  const { written, set } = useForm();
  const value = valueAt(written, path);
  const chosen: readonly unknown[] = Array.isArray(value) ? value : [];
  return (
    <fieldset class="publish-choices">
      <legend>{labelIn(inLanguage(fieldWords), kindOfPath(path))}</legend>
      {Object.entries(inLanguage(optionWords)[path] ?? {}).map(([word, said]) => (
        <Choice
          key={word}
          label={said}
          checked={chosen.includes(word)}
          onChange={(checked) =>
            set(path, checked ? [...chosen, word] : chosen.filter((its) => its !== word))
          }
        />
      ))}
    </fieldset>
  );
}

/** A list of texts, one a line. */
export function LinesInput({ path, hint }: InputProps & { readonly hint?: string }) {
  const { written, set, faults } = useForm();
  const value = valueAt(written, path);
  const lines = Array.isArray(value) ? value.map(String) : [];
  const fault = useFault(path);
  const ofLine = useFault(faults.find(({ field }) => field.startsWith(`${path}[`))?.field ?? path);
  const said = hint ?? (path === "references" ? inLanguage(publishWords).referenceHint : undefined);
  return (
    <Field
      label={labelIn(inLanguage(fieldWords), kindOfPath(path))}
      fault={fault ?? ofLine}
      hint={said}
    >
      {(control) => (
        <textarea
          {...control}
          rows={Math.max(1, lines.length)}
          value={lines.join("\n")}
          onInput={({ currentTarget }) =>
            set(path, currentTarget.value === "" ? undefined : currentTarget.value.split("\n"))
          }
          // Empty lines are of use only while one writes.
          onBlur={() => set(path, lines.map((line) => line.trim()).filter(Boolean))}
        />
      )}
    </Field>
  );
}
