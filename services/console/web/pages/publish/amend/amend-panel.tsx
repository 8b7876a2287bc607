import { Revision } from "@talanoa/contract/generated/talanoa.ts";
import { NoticeLink } from "../../../parts/notice-link.tsx";
import { inLanguage } from "../../../words/words.ts";
import { publishWords } from "../publish-words.ts";
import type { Writing } from "../writing.ts";
import { Differences } from "./differences-table.tsx";

/** What is amended, for whom the new version is, and what it changes. */
export function AmendPanel({
  writing,
  onStop,
  onRecall,
}: {
  readonly writing: Writing;
  readonly onStop: () => void;
  readonly onRecall: () => void;
}) {
  const words = inLanguage(publishWords);
  const amending = writing.amending.value;
  if (!amending) return null;
  const kinds = [
    { revision: Revision.CORRECTION, title: words.correction, hint: words.correctionHint },
    { revision: Revision.CHANGE, title: words.change, hint: words.changeHint },
  ];
  return (
    <section class="panel">
      <div class="page-head">
        <h2>
          {words.amends} <NoticeLink notice={amending} />
        </h2>
        <div class="row">
          <button type="button" class="button-grave" onClick={onRecall}>
            {words.recall}
          </button>
          <button type="button" onClick={onStop}>
            {words.stopAmending}
          </button>
        </div>
      </div>
      <div class="stack" role="radiogroup" aria-label={words.amends}>
        {kinds.map(({ revision, title, hint }) => (
          <label key={revision} class="choice">
            <input
              type="radio"
              name="revision"
              checked={amending.revision === revision}
              onChange={() => (writing.amending.value = { ...amending, revision })}
            />
            <span>
              <strong>{title}</strong> <span class="quiet">{hint}</span>
            </span>
          </label>
        ))}
      </div>
      <Differences before={amending.before} after={writing.written.value} />
    </section>
  );
}
