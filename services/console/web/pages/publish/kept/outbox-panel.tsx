import { type Publication, refText } from "@talanoa/client/publication.ts";
import { useState } from "preact/hooks";
import { NoticeLink } from "../../../parts/notice-link.tsx";
import { QuestionDialog } from "../../../parts/question-dialog.tsx";
import { Time } from "../../../parts/time.tsx";
import { inLanguage, labelled } from "../../../words/words.ts";
import { fieldName } from "../../../words/field-name.ts";
import { violationText } from "../../../words/violation-text.ts";
import { publishWords } from "../publish-words.ts";
import type { Told } from "./use-kept.ts";

/** What was sent from here: what waits for its receipt, and what the hub said. Asks before `onForget`. */
export function OutboxPanel({
  waiting,
  fates,
  onForget,
}: {
  readonly waiting: readonly Publication[];
  readonly fates: readonly Told[];
  readonly onForget: (publication: Publication) => void;
}) {
  const words = inLanguage(publishWords);
  const [asking, setAsking] = useState<string | null>(null);
  // None any more once it is settled.
  const asked = waiting.find(({ ref }) => refText(ref) === asking);
  const names = new Set(waiting.map(({ ref }) => refText(ref)));
  const settled = fates.filter(
    // Of one that was put right and waits again, what was said before counts no more.
    ({ publication, fate }) =>
      (fate.kind === "accepted" || fate.kind === "refused") && !names.has(refText(publication.ref)),
  );
  if (waiting.length === 0 && settled.length === 0) return null;
  return (
    <section class="panel" aria-labelledby="publish-outbox">
      <h2 id="publish-outbox">{waiting.length > 0 ? words.outbox : words.settled}</h2>
      <ul class="publish-kept" aria-live="polite">
        {waiting.map((publication) => (
          <li key={refText(publication.ref)}>
            <div>
              <span class="mono">{refText(publication.ref)}</span>
              <p class="publish-odd">{words.waiting}</p>
              <Reason fates={fates} publication={publication} />
            </div>
            <button
              type="button"
              class="button-quiet"
              aria-label={labelled(words.forget, refText(publication.ref))}
              onClick={() => setAsking(refText(publication.ref))}
            >
              ✕
            </button>
          </li>
        ))}
        {settled.map(({ publication, fate }) => (
          <li key={refText(publication.ref)}>
            {fate.kind === "accepted" && (
              <div data-accepted={refText(publication.ref)}>
                <p>
                  <strong class="publish-good">{words.accepted}</strong>{" "}
                  <NoticeLink notice={publication.ref} />{" "}
                  <Time at={fate.receipt.acceptedAt} seconds />,{" "}
                  {words.sequence(fate.receipt.sequence)}
                </p>
                <p class="quiet">{words.receipt}</p>
                {fate.warnings.length > 0 && <p class="quiet">{words.sentThough}</p>}
                {fate.warnings.map((warning) => (
                  <p key={`${warning.field} ${warning.rule}`} class="publish-odd">
                    <strong>{fieldName(warning.field, {})}</strong> {violationText(warning)}
                  </p>
                ))}
                <a href={`/log/trail/${publication.ref.origin}/${publication.ref.id}`}>
                  {words.trails}
                </a>
              </div>
            )}
            {fate.kind === "refused" && (
              <div>
                <span class="mono">{refText(publication.ref)}</span>
                <p class="field-fault">{words.refused}</p>
                {fate.refusal.violations.length === 0 && <p>{fate.refusal.message}</p>}
              </div>
            )}
          </li>
        ))}
      </ul>
      {asked && (
        <QuestionDialog
          does={words.forget}
          onDo={() => onForget(asked)}
          onClose={() => setAsking(null)}
        >
          <p>{words.forgetQuestion(refText(asked.ref))}</p>
        </QuestionDialog>
      )}
    </section>
  );
}

/** Why a notice waits still, as the hub or the link said it last. */
function Reason({
  fates,
  publication,
}: {
  readonly fates: readonly Told[];
  readonly publication: Publication;
}) {
  const name = refText(publication.ref);
  const fate = fates.find((told) => refText(told.publication.ref) === name)?.fate;
  return fate?.kind === "waiting" ? <p class="quiet">{fate.reason.message}</p> : null;
}
