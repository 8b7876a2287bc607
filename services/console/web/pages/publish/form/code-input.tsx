import { ComboBox, type Suggestion } from "../../../parts/combo-box.tsx";
import { Field } from "../../../parts/field.tsx";
import { inLanguage } from "../../../words/words.ts";
import { publishWords } from "../publish-words.ts";
import { kindOfPath } from "../../../words/draft-path.ts";
import { suggestChapters, suggestClasses, suggestCountries } from "./known-things.ts";
import { optionWords } from "../../../words/option-words.ts";
import { TextInput, useValue, WordInput } from "./value-inputs.tsx";

/** What a text of each last name is completed from. */
const suggestions: { readonly [name: string]: (typed: string) => Suggestion<string>[] } = {
  "goods.class": suggestClasses,
  "goods.hs_heading": suggestChapters,
  "conveyance.flag": suggestCountries,
  "persons.nationality": suggestCountries,
  "passengers.nationality": suggestCountries,
  "companies.country": suggestCountries,
  country: suggestCountries,
};

/** A text: one of few words, a code that is looked up by its name, or free. */
export function CodeInput({ path }: { readonly path: string }) {
  const kind = kindOfPath(path);
  const find =
    suggestions[kind] ?? (kind.endsWith(".country") ? suggestions["country"] : undefined);
  if (inLanguage(optionWords)[kind]) return <WordInput path={path} />;
  return find ? <PickedInput path={path} find={find} /> : <TextInput path={path} />;
}

function PickedInput({
  path,
  find,
}: {
  readonly path: string;
  readonly find: (typed: string) => Suggestion<string>[];
}) {
  const { label, text, fault, put } = useValue(path);
  const name = find(text).find(({ value }) => value === text);
  return (
    <Field label={label} fault={fault} hint={name?.detail === text ? name.label : name?.detail}>
      {(control) => (
        <ComboBox
          control={control}
          text={text}
          find={find}
          onText={put}
          onPick={put}
          said={inLanguage(publishWords).found}
        />
      )}
    </Field>
  );
}
