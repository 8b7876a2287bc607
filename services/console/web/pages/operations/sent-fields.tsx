import { Precedence, Tlp } from "@talanoa/contract/generated/talanoa.ts";
import { codesOf, precedenceWords, tlpWords } from "@talanoa/contract/words.ts";
import type { SentFields } from "@talanoa/sharing/operation/drafts.ts";
import { Choice, Field } from "../../parts/field.tsx";
import { TextField } from "../../parts/text-field.tsx";
import { precedenceLabels } from "../../words/code-words.ts";
import { inLanguage } from "../../words/words.ts";
import { operationsWords } from "./operations-words.ts";

export const usualFields: SentFields = {
  title: "",
  marking: tlpWords[Tlp.AMBER],
  precedence: precedenceWords[Precedence.ROUTINE],
  exercise: false,
};

/** What may be said of any notice that is sent to an operation. */
export function SentFieldset({
  fields,
  onChange,
}: {
  readonly fields: SentFields;
  readonly onChange: (fields: SentFields) => void;
}) {
  const words = inLanguage(operationsWords);
  const precedences = inLanguage(precedenceLabels);
  return (
    <>
      <TextField
        label={words.form.title}
        hint={words.form.titleHint}
        value={fields.title ?? ""}
        onInput={(title) => onChange({ ...fields, title })}
      />
      <Field label={words.marking}>
        {(control) => (
          <select
            {...control}
            value={fields.marking}
            onChange={({ currentTarget }) => onChange({ ...fields, marking: currentTarget.value })}
          >
            {Object.values(tlpWords).map((label) => (
              <option key={label}>{label}</option>
            ))}
          </select>
        )}
      </Field>
      <Field label={words.form.precedence}>
        {(control) => (
          <select
            {...control}
            value={fields.precedence}
            onChange={({ currentTarget }) =>
              onChange({ ...fields, precedence: currentTarget.value })
            }
          >
            {codesOf(precedenceWords).map((code) => (
              <option key={code} value={precedenceWords[code]}>
                {precedences[code]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Choice
        label={words.form.exercise}
        checked={fields.exercise ?? false}
        onChange={(exercise) => onChange({ ...fields, exercise })}
      />
    </>
  );
}
