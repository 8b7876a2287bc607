import { useState } from "preact/hooks";
import { QuestionDialog } from "../../parts/question-dialog.tsx";
import { Trouble } from "../../parts/trouble.tsx";
import { useAct } from "../../parts/use-act.ts";
import { useSession } from "../../session.ts";
import { inLanguage } from "../../words/words.ts";
import { type KeptBroken, letGo } from "./from-kept.ts";
import { logWords } from "./log-words.ts";
import { saveFile } from "./save-file.ts";

/** That what this browser kept is not of the log's key, and what to do: save it, then let it go and begin anew. */
export function KeptOfAnother({ broken }: { readonly broken: KeptBroken }) {
  const words = inLanguage(logWords);
  const { logKey } = useSession().hub.identity.hub;
  const act = useAct();
  const [asks, setAsks] = useState(false);
  const [isGone, setGone] = useState(false);
  const save = () => saveFile("kept.checkpoint", "text/plain", broken.kept);
  if (isGone) {
    return (
      <p class="stale" role="status">
        {words.keptGone}
      </p>
    );
  }
  return (
    <div class="trouble" role="alert">
      <p>
        <strong>{words.keptBroken}</strong>
      </p>
      <p>{words.keptBrokenNext}</p>
      <p>
        {words.keyNow} <code class="log-root">{logKey}</code>
      </p>
      <div class="row">
        <button type="button" onClick={save}>
          {words.saveKept}
        </button>
        <button
          type="button"
          class="button-grave"
          disabled={act.isBusy}
          onClick={() => setAsks(true)}
        >
          {words.letGo}
        </button>
      </div>
      {act.error !== null && <Trouble error={act.error} />}
      {asks && (
        <QuestionDialog
          does={words.letGo}
          onDo={() => {
            save();
            void act.run(() => letGo(broken)).then((isDone) => setGone(isDone));
          }}
          onClose={() => setAsks(false)}
        >
          <p>{words.letGoQuestion}</p>
        </QuestionDialog>
      )}
    </div>
  );
}
