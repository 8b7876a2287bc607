import { refText } from "@talanoa/client/publication.ts";
import { shown } from "@talanoa/sharing/notice/describe-line.ts";
import { useState } from "preact/hooks";
import { inLanguage } from "../words/words.ts";
import { partWords } from "./parts-words.ts";
import { sealedTitle } from "./publish-once.ts";
import { QuestionDialog } from "./question-dialog.tsx";
import type { Unanswered } from "./use-publish.ts";

/** What was sent from a dialog before and goes out first, and the way to let it go. */
export function UnansweredLine({
  unanswered: { publication, forget },
}: {
  readonly unanswered: Unanswered;
}) {
  const words = inLanguage(partWords);
  const [asks, setAsks] = useState(false);
  const name = refText(publication.ref);
  return (
    <div class="stale">
      <p>{words.unanswered}</p>
      <p>
        <span class="mono">{name}</span> {shown(sealedTitle(publication))}
      </p>
      <button type="button" onClick={() => setAsks(true)}>
        {words.forget}
      </button>
      {asks && (
        <QuestionDialog
          does={words.forget}
          onDo={() => void forget()}
          onClose={() => setAsks(false)}
        >
          <p>{words.forgetQuestion(name)}</p>
        </QuestionDialog>
      )}
    </div>
  );
}
