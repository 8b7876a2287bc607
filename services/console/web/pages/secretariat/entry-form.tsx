import { useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { Dialog } from "../../parts/dialog.tsx";
import { type Control, Field } from "../../parts/field.tsx";
import { inLanguage } from "../../words/words.ts";
import { secretariatWords } from "./secretariat-words.ts";

/** Sets fields of a form. */
export type Set<Fields> = (changed: Partial<Fields>) => void;

/** A form of an entry in a dialog; what it says is shown as a change before anything is done. */
export function EntryForm<Fields extends object>({
  title,
  fields,
  onPreview,
  onClose,
  children,
}: {
  readonly title: string;
  readonly fields: Fields;
  readonly onPreview: (fields: Fields) => void;
  readonly onClose: () => void;
  readonly children: (fields: Fields, set: Set<Fields>) => VNode;
}) {
  const words = inLanguage(secretariatWords);
  const draft = useSignal(fields);
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          onPreview(draft.value);
        }}
      >
        {children(draft.value, (changed) => (draft.value = { ...draft.value, ...changed }))}
        <div class="dialog-actions">
          <button type="button" onClick={onClose}>
            {words.cancel}
          </button>
          <button type="submit" class="button-main">
            {words.preview}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** A line of text of a form. */
export function TextField({
  label,
  value,
  onInput,
  hint,
  fault,
  required = false,
  fixed = false,
  type = "text",
}: {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly hint?: string;
  readonly fault?: string | undefined;
  readonly required?: boolean;
  /** It stays as it is: what names an entry that stands. */
  readonly fixed?: boolean;
  readonly type?: "text" | "date";
}) {
  return (
    <Field label={label} hint={hint} fault={fault}>
      {(control: Control) => {
        const all = {
          ...control,
          value,
          required,
          readOnly: fixed,
          autocomplete: "off",
          spellcheck: false,
          onInput: ({ currentTarget }: { readonly currentTarget: HTMLInputElement }) =>
            onInput(currentTarget.value),
        } as const;
        return type === "date" ? <input type="date" {...all} /> : <input type="text" {...all} />;
      }}
    </Field>
  );
}
