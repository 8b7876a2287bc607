import { useState } from "preact/hooks";
import { Dialog } from "../../parts/dialog.tsx";
import { Field } from "../../parts/field.tsx";
import { inLanguage } from "../../words/words.ts";
import { feedWords, filterWords } from "./feed-words.ts";
import { isSubscriptionName } from "./kept-subscriptions.ts";

/** Asks for the name under which a view is kept. */
export function KeepDialog({
  onKeep,
  onClose,
}: {
  readonly onKeep: (name: string) => void;
  readonly onClose: () => void;
}) {
  const words = inLanguage(filterWords);
  const [name, setName] = useState("");
  const [isWrong, setIsWrong] = useState(false);
  return (
    <Dialog title={words.keepTitle} onClose={onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (isSubscriptionName(name)) onKeep(name);
          else setIsWrong(true);
        }}
      >
        <p>{words.keepHint}</p>
        <Field
          label={words.name}
          hint={words.nameHint}
          fault={isWrong ? words.nameFault : undefined}
        >
          {(control) => (
            <input
              {...control}
              autoFocus
              maxLength={40}
              autoCapitalize="none"
              value={name}
              onInput={({ currentTarget }) => setName(currentTarget.value)}
            />
          )}
        </Field>
        <div class="dialog-actions">
          <button type="button" onClick={onClose}>
            {inLanguage(feedWords).cancel}
          </button>
          <button type="submit" class="button-main">
            {words.save}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
