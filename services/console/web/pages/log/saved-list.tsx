import { useSignal } from "@preact/signals";
import { browserStore } from "../../browser-store.ts";
import { Field } from "../../parts/field.tsx";
import { inLanguage } from "../../words/words.ts";
import { logPath } from "./log-view.ts";
import { logWords } from "./log-words.ts";
import {
  MOST_NAME,
  readSaved,
  type SavedQuestion,
  savedPlace,
  withoutSaved,
  withSaved,
} from "./saved-questions.ts";

/** The questions that a principal keeps in this browser; the one in the address can be added. */
export function SavedList({
  principal,
  query,
}: {
  readonly principal: string;
  readonly query: string;
}) {
  const words = inLanguage(logWords);
  const place = savedPlace(principal);
  const list = useSignal(readSaved(browserStore.getItem(place)));
  const name = useSignal("");
  const keep = (next: SavedQuestion[]) => {
    browserStore.setItem(place, JSON.stringify(next));
    list.value = next;
  };
  const save = (event: Event) => {
    event.preventDefault();
    keep(withSaved(list.value, { name: name.value, query }));
    name.value = "";
  };
  return (
    <details class="log-saved" open={list.value.length > 0}>
      <summary>{words.saved}</summary>
      <ul class="row">
        {list.value.map((each) => (
          <li key={each.name} class="log-saved-one">
            <a href={`${logPath("query")}?${each.query}`}>{each.name}</a>
            <button
              type="button"
              class="button-quiet"
              aria-label={words.forget(each.name)}
              onClick={() => keep(withoutSaved(list.value, each.name))}
            >
              ✕
            </button>
          </li>
        ))}
      </ul>
      {query && (
        <form class="log-save" onSubmit={save}>
          <Field label={words.saveAs}>
            {(control) => (
              <input
                {...control}
                value={name.value}
                maxLength={MOST_NAME}
                required
                autocomplete="off"
                onInput={({ currentTarget }) => (name.value = currentTarget.value)}
              />
            )}
          </Field>
          <button type="submit">{words.save}</button>
        </form>
      )}
    </details>
  );
}
