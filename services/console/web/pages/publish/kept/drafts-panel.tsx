import { useState } from "preact/hooks";
import { Dialog } from "../../../parts/dialog.tsx";
import { Time } from "../../../parts/time.tsx";
import { inLanguage, labelled } from "../../../words/words.ts";
import { textAt } from "../../../words/draft-path.ts";
import { publishWords } from "../publish-words.ts";
import type { KeptDraft } from "./kept.ts";

/** The drafts of the officer on this device, each to be opened or erased; and what is kept, said plainly. */
export function DraftsPanel({
  drafts,
  opened,
  onOpen,
  onErase,
  onEraseAll,
}: {
  readonly drafts: readonly KeptDraft[];
  /** The id of the one that is written in now. */
  readonly opened: string;
  readonly onOpen: (draft: KeptDraft) => void;
  readonly onErase: (draft: KeptDraft) => void;
  readonly onEraseAll: () => void;
}) {
  const words = inLanguage(publishWords);
  const [asking, setAsking] = useState(false);
  return (
    <section class="panel" aria-labelledby="publish-drafts">
      <h2 id="publish-drafts">{words.drafts}</h2>
      <p class="quiet">{words.keptHere}</p>
      {drafts.length === 0 && <p>{words.noDrafts}</p>}
      <ul class="publish-kept">
        {drafts.map((draft) => {
          const title = textAt(draft.written, "title") || words.untitled;
          return (
            <li key={draft.id} aria-current={draft.id === opened ? "true" : undefined}>
              <div>
                <button
                  type="button"
                  class="button-quiet publish-open"
                  onClick={() => onOpen(draft)}
                >
                  {title}
                </button>
                <span class="quiet">
                  {" "}
                  {words.keptAt} <Time at={draft.changedAt} />
                </span>
                {draft.refused && <p class="field-fault">{words.wasRefused}</p>}
                {draft.isCopy && <p class="stale">{words.isCopy}</p>}
                {draft.mayStandAs && <p class="stale">{words.mayStand(draft.mayStandAs)}</p>}
              </div>
              <button
                type="button"
                class="button-quiet"
                aria-label={labelled(words.erase, title)}
                onClick={() => onErase(draft)}
              >
                ✕
              </button>
            </li>
          );
        })}
      </ul>
      <button type="button" class="button-grave" onClick={() => setAsking(true)}>
        {words.eraseAll}
      </button>
      {asking && (
        <Dialog
          title={words.eraseAll}
          onClose={() => setAsking(false)}
          actions={
            <>
              <button type="button" onClick={() => setAsking(false)}>
                {words.cancel}
              </button>
              <button
                type="button"
                class="button-grave"
                onClick={() => {
                  setAsking(false);
                  onEraseAll();
                }}
              >
                {words.erase}
              </button>
            </>
          }
        >
          <p>{words.eraseAllQuestion}</p>
        </Dialog>
      )}
    </section>
  );
}
