import { useId, useState } from "preact/hooks";
import type { Control } from "./field.tsx";

export interface Suggestion<Value> {
  readonly value: Value;
  readonly label: string;
  /** Beside the label: a code, a country. */
  readonly detail?: string;
}

/**
 * A text that is completed from a list as it is typed (WAI-ARIA combobox). Arrows go through what fits, Enter
 * takes it, Escape closes the list; what is not in the list stays as it was written.
 */
export function ComboBox<Value>({
  control,
  text,
  find,
  onText,
  onPick,
  said,
  placeholder,
}: {
  readonly control: Control;
  /** What stands in the box. */
  readonly text: string;
  readonly find: (typed: string) => readonly Suggestion<Value>[];
  readonly onText: (typed: string) => void;
  readonly onPick: (value: Value) => void;
  /** How many fit, for who hears the page. */
  readonly said: (count: number) => string;
  readonly placeholder?: string;
}) {
  const list = useId();
  const [isOpen, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const found = isOpen ? find(text) : [];
  const shown = found.length > 0;
  const close = () => {
    setOpen(false);
    setAt(-1);
  };
  const pick = (place: number) => {
    const its = found[place];
    if (!its) return;
    onPick(its.value);
    close();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setOpen(true);
      if (shown) setAt((at + step + found.length) % found.length);
    } else if (event.key === "Enter" && at >= 0 && !event.ctrlKey) {
      event.preventDefault();
      pick(at);
    } else if (event.key === "Escape" && shown) {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  };
  return (
    <div class="combo">
      <input
        {...control}
        type="text"
        role="combobox"
        autocomplete="off"
        aria-expanded={shown}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={at >= 0 ? `${list}-${at}` : undefined}
        placeholder={placeholder}
        value={text}
        onInput={({ currentTarget }) => {
          setOpen(true);
          setAt(-1);
          onText(currentTarget.value);
        }}
        onKeyDown={onKeyDown}
        onBlur={close}
      />
      <ul id={list} class="combo-list" role="listbox" aria-label={placeholder} hidden={!shown}>
        {found.map(({ label, detail }, place) => (
          <li
            key={`${label} ${detail ?? ""}`}
            id={`${list}-${place}`}
            role="option"
            class="combo-option"
            aria-selected={place === at}
            // The box keeps the focus, so that nothing closes before it is chosen.
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => pick(place)}
          >
            <span>{label}</span>
            {detail && <span class="quiet">{detail}</span>}
          </li>
        ))}
      </ul>
      <span class="unseen" role="status">
        {shown ? said(found.length) : ""}
      </span>
    </div>
  );
}
