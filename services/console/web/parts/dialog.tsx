import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { inLanguage } from "../words/words.ts";
import { partWords } from "./parts-words.ts";

/**
 * A question or a help text before the page, shown while it stands in the tree. Escape and the cross close it; the
 * focus goes back to where it was. Not while what was asked is being done.
 */
export function Dialog({
  title,
  onClose,
  mayClose = true,
  actions,
  children,
}: {
  readonly title: string;
  readonly onClose: () => void;
  /** False while what cannot be called back is being done: then neither the cross nor Escape closes it. */
  readonly mayClose?: boolean;
  /** Buttons, the one that does what the title asks last. */
  readonly actions?: ComponentChildren;
  readonly children: ComponentChildren;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  const isLeft = useRef(false);
  useLayoutEffect(() => {
    const its = dialog.current;
    its?.showModal();
    return () => {
      // Taken out of the tree while it is open, it would take the focus with it: it is closed before, not after the paint.
      isLeft.current = true;
      its?.close();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class="dialog"
      aria-labelledby={heading}
      onCancel={(event) => {
        if (!mayClose) event.preventDefault();
      }}
      onClose={() => {
        if (isLeft.current) return;
        if (mayClose) onClose();
        // Pressed twice, Escape asks no more in Chromium.
        else dialog.current?.showModal();
      }}
    >
      <div class="dialog-head">
        <h2 id={heading}>{title}</h2>
        <button
          type="button"
          class="button-quiet"
          aria-label={inLanguage(partWords).close}
          disabled={!mayClose}
          onClick={() => dialog.current?.close()}
        >
          ✕
        </button>
      </div>
      {children}
      {actions && <div class="dialog-actions">{actions}</div>}
    </dialog>
  );
}
