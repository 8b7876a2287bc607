import type { ComponentChildren } from "preact";
import { Dialog } from "../../parts/dialog.tsx";
import { UnansweredLine } from "../../parts/unanswered-line.tsx";
import type { Act } from "../../parts/use-act.ts";
import type { Unanswered } from "../../parts/use-publish.ts";
import { inLanguage } from "../../words/words.ts";
import { operationsWords } from "./operations-words.ts";
import { RefusedForm } from "./refused-form.tsx";

/** A dialog with a form in it. After an error what was written stays. */
export function FormDialog({
  title,
  act,
  does,
  isGrave = false,
  mayDo = true,
  unanswered = null,
  onDo,
  onDone,
  onClose,
  children,
}: {
  readonly title: string;
  readonly act: Act;
  /** The word of the button. */
  readonly does: string;
  /** What it does cannot be undone. */
  readonly isGrave?: boolean;
  /** False until what one chooses from is there. */
  readonly mayDo?: boolean;
  /** What was sent by it before has no answer yet. */
  readonly unanswered?: Unanswered | null;
  /** Gives whether it was done, so that the dialog closes; false where a field is at fault. */
  readonly onDo: () => Promise<boolean>;
  /** It was done. */
  readonly onDone: () => void;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}) {
  const submit = async (event: Event) => {
    event.preventDefault();
    let isDone = false;
    await act.run(async () => void (isDone = await onDo()));
    if (isDone) onDone();
  };
  // What failed may have been done all the same, or another was first.
  const leave = act.error === null ? onClose : onDone;
  return (
    <Dialog title={title} onClose={leave}>
      <form class="stack" onSubmit={(event) => void submit(event)}>
        {unanswered && !act.isBusy && <UnansweredLine unanswered={unanswered} />}
        {children}
        <RefusedForm error={act.error} />
        <div class="dialog-actions">
          <button type="button" onClick={leave}>
            {inLanguage(operationsWords).form.cancel}
          </button>
          <button
            type="submit"
            class={isGrave ? "button-grave" : "button-main"}
            disabled={act.isBusy || !mayDo}
          >
            {does}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
