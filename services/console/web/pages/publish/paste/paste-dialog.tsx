import { useState } from "preact/hooks";
import { Dialog } from "../../../parts/dialog.tsx";
import { Field } from "../../../parts/field.tsx";
import { inLanguage } from "../../../words/words.ts";
import type { Written } from "../../../words/draft-path.ts";
import { publishWords } from "../publish-words.ts";
import { readPasted } from "./pasted.ts";

/** Takes rows of a spreadsheet: goods for the draft at hand, or a draft each. */
export function PasteDialog({
  kind,
  onGoods,
  onDrafts,
  onClose,
}: {
  /** Of the draft at hand, and of those that are made unless a column says it. */
  readonly kind: string;
  readonly onGoods: (goods: readonly Written[]) => void;
  readonly onDrafts: (drafts: readonly Written[]) => void;
  readonly onClose: () => void;
}) {
  const words = inLanguage(publishWords);
  const [text, setText] = useState("");
  const pasted = readPasted(text, kind);
  return (
    <Dialog
      title={words.paste}
      onClose={onClose}
      actions={
        <>
          <button type="button" onClick={onClose}>
            {words.cancel}
          </button>
          {pasted.kind === "goods" && (
            <button type="button" class="button-main" onClick={() => onGoods(pasted.goods)}>
              {words.pasteGoods(pasted.goods.length)}
            </button>
          )}
          {pasted.kind === "drafts" && (
            <button type="button" class="button-main" onClick={() => onDrafts(pasted.drafts)}>
              {words.pasteDrafts(pasted.drafts.length)}
            </button>
          )}
        </>
      }
    >
      <div class="stack">
        <Field
          label={words.paste}
          hint={words.pasteHint}
          fault={text !== "" && pasted.kind === "nothing" ? words.pasteNothing : undefined}
        >
          {(control) => (
            <textarea
              {...control}
              class="mono"
              rows={8}
              value={text}
              onInput={({ currentTarget }) => setText(currentTarget.value)}
              autofocus
            />
          )}
        </Field>
        {pasted.unknown.length > 0 && (
          <p class="publish-odd">{words.pasteUnknown(pasted.unknown.join(", "))}</p>
        )}
      </div>
    </Dialog>
  );
}
