import { Dialog } from "../../parts/dialog.tsx";
import { singleKeys } from "../../single-keys.ts";
import { inLanguage } from "../../words/words.ts";
import { feedKeys } from "./feed-keys.ts";
import { feedWords } from "./feed-words.ts";

/** What each key does. */
export function KeysDialog({ onClose }: { readonly onClose: () => void }) {
  const words = inLanguage(feedWords);
  return (
    <Dialog title={words.keys} onClose={onClose}>
      <dl class="facts">
        {Object.entries(feedKeys).map(([key, action]) => (
          <>
            <dt key={key}>
              <kbd>{key}</kbd>
            </dt>
            <dd>{words.keyWords[action]}</dd>
          </>
        ))}
      </dl>
      <p class={singleKeys.value ? "quiet" : "stale"}>
        <span>
          {singleKeys.value ? words.keysOn : words.keysOff}{" "}
          <a href="/settings">{words.keysSettings}</a>
        </span>
      </p>
    </Dialog>
  );
}
