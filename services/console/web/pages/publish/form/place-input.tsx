import { placeOf } from "@talanoa/sharing/notice/draft-short-forms.ts";
import { ComboBox } from "../../../parts/combo-box.tsx";
import { Field } from "../../../parts/field.tsx";
import { inLanguage } from "../../../words/words.ts";
import { publishWords } from "../publish-words.ts";
import { CodeInput } from "./code-input.tsx";
import { kindOfPath, valueAt, within } from "../../../words/draft-path.ts";
import { fieldWords, labelIn } from "../../../words/field-words.ts";
import { FieldAt } from "./field-at.tsx";
import { useForm } from "./form-context.ts";
import { suggestPlaces } from "./known-things.ts";
import { useFault } from "./use-fault.ts";
import { AmountInput, TextInput } from "./value-inputs.tsx";

/** What is told of a place beside its name, each with its input. */
const placeInputs = [
  ["unlocode", TextInput],
  ["country", CodeInput],
  ["latitude", AmountInput],
  ["longitude", AmountInput],
] as const;

/** A place: a port or an airport that is known, or a name; its code, country and position besides. */
export function PlaceInput({ path }: { readonly path: string }) {
  const { written, set, faults } = useForm();
  const words = inLanguage(publishWords);
  const name = valueAt(written, within(path, "name"));
  const unlocode = valueAt(written, within(path, "unlocode"));
  const fault = useFault(path);
  const hasInnerFault = faults.some(({ field }) => field.startsWith(`${path}.`));
  const code = typeof unlocode === "string" ? unlocode : "";
  const text = typeof name === "string" ? name : code;
  return (
    <div class="publish-place">
      <Field
        label={labelIn(inLanguage(fieldWords), kindOfPath(path))}
        fault={fault}
        hint={code || words.placeHint}
      >
        {(control) => (
          <ComboBox
            control={control}
            text={text}
            find={suggestPlaces}
            // Another name is another place: what was known of the one before goes.
            onText={(typed) => set(path, typed === "" ? {} : placeOf(typed))}
            onPick={({ name, unlocode, country }) => set(path, { name, unlocode, country })}
            said={words.found}
          />
        )}
      </Field>
      <details open={hasInnerFault}>
        <summary>{words.placeDetails}</summary>
        <div class="publish-grid">
          {placeInputs.map(([name, Input]) => (
            <FieldAt key={name} path={within(path, name)}>
              <Input path={within(path, name)} />
            </FieldAt>
          ))}
        </div>
      </details>
    </div>
  );
}
