import type { ComponentChildren } from "preact";
import { inLanguage } from "../words/words.ts";
import { Dialog } from "./dialog.tsx";
import { partWords } from "./parts-words.ts";

/** Asks before something that cannot be undone is done. */
export function QuestionDialog({
  does,
  onDo,
  onClose,
  children,
}: {
  /** What is done, as the title and the button say it. */
  readonly does: string;
  /** Called after `onClose`. */
  readonly onDo: () => void;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}) {
  return (
    <Dialog
      title={does}
      onClose={onClose}
      actions={
        <>
          <button type="button" onClick={onClose}>
            {inLanguage(partWords).cancel}
          </button>
          <button
            type="button"
            class="button-grave"
            onClick={() => {
              onClose();
              onDo();
            }}
          >
            {does}
          </button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}
