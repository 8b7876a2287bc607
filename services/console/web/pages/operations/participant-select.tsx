import { Field } from "../../parts/field.tsx";
import { memberName } from "../../parts/member.tsx";
import { inLanguage } from "../../words/words.ts";
import { operationsWords } from "./operations-words.ts";

/** One participant of several, by its code. */
export function ParticipantSelect({
  among,
  placeholder,
  fault,
  value,
  onChange,
}: {
  readonly among: readonly string[];
  /** Stands first, and chooses none. */
  readonly placeholder?: string;
  readonly fault?: string | undefined;
  readonly value: string;
  readonly onChange: (code: string) => void;
}) {
  return (
    <Field label={inLanguage(operationsWords).participant} fault={fault}>
      {(control) => (
        <select
          {...control}
          required
          value={value}
          onChange={({ currentTarget }) => onChange(currentTarget.value)}
        >
          {placeholder && <option value="">{placeholder}</option>}
          {among.map((each) => (
            <option key={each} value={each}>
              {each} {memberName(each)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
