import type { DraftField, FieldForm } from "@talanoa/sharing/notice/draft-fields.ts";
import type { FunctionComponent } from "preact";
import { Choice } from "../../../parts/field.tsx";
import { inLanguage } from "../../../words/words.ts";
import { publishWords } from "../publish-words.ts";
import { AudienceInput } from "./audience-input.tsx";
import { CodeInput } from "./code-input.tsx";
import { kindOfPath, valueAt, within, withoutItem } from "../../../words/draft-path.ts";
import { fieldWords, labelIn } from "../../../words/field-words.ts";
import { FieldAt } from "./field-at.tsx";
import { formAt } from "./form-at.ts";
import { useForm } from "./form-context.ts";
import { ImagesInput } from "./images-input.tsx";
import { MembersInput } from "./members-input.tsx";
import { optionWords } from "../../../words/option-words.ts";
import { PlaceInput } from "./place-input.tsx";
import { filledIn, isAsked } from "./plan.ts";
import { AmountInput, LinesInput, TimeInput, WordInput, WordsInput } from "./value-inputs.tsx";
import { useFault } from "./use-fault.ts";

/** The input of a field by its name in a draft, whatever form it has. */
export function DraftFieldOf({ path }: { readonly path: string }) {
  return <FormInput path={path} form={formAt(path)} />;
}

/** Fields that have an input of their own, by their path. */
const ownInputs: { readonly [path: string]: FunctionComponent<{ readonly path: string }> } = {
  audience: AudienceInput,
  images: ImagesInput,
  "operation.participants": MembersInput,
};

function FormInput(props: { readonly path: string; readonly form: FieldForm }) {
  return (
    <FieldAt path={props.path}>
      <InputOf {...props} />
    </FieldAt>
  );
}

function InputOf({ path, form }: { readonly path: string; readonly form: FieldForm }) {
  const kind = kindOfPath(path);
  const Own = ownInputs[kind];
  if (Own) return <Own path={path} />;
  switch (form.form) {
    case "text":
    case "code":
      return <CodeInput path={path} />;
    case "time":
      return <TimeInput path={path} />;
    case "number":
    case "count":
      return inLanguage(optionWords)[kind] ? (
        <WordInput path={path} />
      ) : (
        <AmountInput path={path} />
      );
    case "flag":
      return <FlagInput path={path} />;
    case "word":
      return <WordInput path={path} words={form.words} />;
    case "record":
      return isPlace(form.fields) ? (
        <PlaceInput path={path} />
      ) : (
        <RecordInput path={path} fields={form.fields} />
      );
    case "list":
      return <ListInput path={path} of={form.of} />;
    case "bytes":
      return null;
  }
  return form satisfies never;
}

function isPlace(fields: readonly DraftField[]): boolean {
  return fields.some(({ name }) => name === "unlocode");
}

function RecordInput({
  path,
  fields,
}: {
  readonly path: string;
  readonly fields: readonly DraftField[];
}) {
  const { kind } = useForm();
  const label = labelIn(inLanguage(fieldWords), kindOfPath(path));
  const fault = useFault(path);
  const asked = fields.filter(({ name }) => {
    const its = within(path, name);
    return !filledIn.has(kindOfPath(its)) && !isAsked(its, kind);
  });
  if (asked.length === 0) return null;
  return (
    <fieldset class="publish-record">
      <legend>{label}</legend>
      {fault && <p class="field-fault">{fault}</p>}
      <div class="publish-grid">
        {asked.map((field) => (
          <FormInput key={field.name} path={within(path, field.name)} form={field} />
        ))}
      </div>
    </fieldset>
  );
}

function ListInput({ path, of }: { readonly path: string; readonly of: FieldForm }) {
  const { kind, written, set } = useForm();
  const words = inLanguage(publishWords);
  const label = labelIn(inLanguage(fieldWords), kindOfPath(path));
  const fault = useFault(path);
  if (of.form === "text" || of.form === "code") return <LinesInput path={path} />;
  if (of.form === "word") return <WordsInput path={path} />;
  const items = valueAt(written, path);
  const count = Array.isArray(items) ? items.length : 0;
  // What the form of one minute asks for stands there to be written in.
  const places = Array.from(
    { length: Math.max(count, isAsked(path, kind) ? 1 : 0) },
    (_, at) => at,
  );
  const hasPersons = path === "persons" || path === "passengers";
  return (
    <fieldset class="publish-list" data-field={path}>
      {/* A part of one list is headed as the list is, and so is the one place of the form of one minute. */}
      <legend class={isAsked(path, kind) || path === "goods" ? "unseen" : undefined}>
        {label}
      </legend>
      {hasPersons && <p class="field-hint">{words.personal}</p>}
      {fault && <p class="field-fault">{fault}</p>}
      {places.map((at) => (
        <div class="publish-item" key={at}>
          <FormInput path={`${path}[${at}]`} form={of} />
          {at < count && (
            <button
              type="button"
              class="button-quiet"
              aria-label={words.remove(`${label} ${at + 1}`)}
              onClick={() => set(path, valueAt(withoutItem(written, path, at), path))}
            >
              ✕
            </button>
          )}
        </div>
      ))}
      <button type="button" onClick={() => set(`${path}[${places.length}]`, {})}>
        {words.another(label)}
      </button>
    </fieldset>
  );
}

function FlagInput({ path }: { readonly path: string }) {
  const { written, set } = useForm();
  return (
    <Choice
      label={labelIn(inLanguage(fieldWords), kindOfPath(path))}
      checked={valueAt(written, path) === true}
      onChange={(checked) => set(path, checked || undefined)}
    />
  );
}
