import { Choice } from "../../parts/field.tsx";
import { singleKeys, turnSingleKeys } from "../../single-keys.ts";
import { inLanguage } from "../../words/words.ts";
import { settingsWords } from "./settings-words.ts";

/** Whether keys that are pressed alone do something on the pages. */
export function SingleKeysPanel() {
  const words = inLanguage(settingsWords);
  return (
    <section class="panel" aria-label={words.keys}>
      <h2>{words.keys}</h2>
      <Choice label={words.singleKeys} checked={singleKeys.value} onChange={turnSingleKeys} />
      <p class="quiet">{words.singleKeysHint}</p>
    </section>
  );
}
