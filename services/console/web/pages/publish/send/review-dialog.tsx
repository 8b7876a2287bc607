import { Tlp } from "../../../parts/tlp.tsx";
import { Dialog } from "../../../parts/dialog.tsx";
import { codeOf, tlpWords } from "@talanoa/contract/words.ts";
import { tlpMeanings } from "../../../words/code-words.ts";
import { inLanguage } from "../../../words/words.ts";
import { Differences } from "../amend/differences-table.tsx";
import { textAt } from "../../../words/draft-path.ts";
import { fieldName } from "../../../words/field-name.ts";
import { violationText } from "../../../words/violation-text.ts";
import { publishWords } from "../publish-words.ts";
import type { Writing } from "../writing.ts";
import { ConsequencesPanel } from "./consequences-panel.tsx";

/** The last look before a notice is sent: its marking, who gets it and what not, what is odd. */
export function ReviewDialog({
  writing,
  isBusy,
  onSend,
  onClose,
}: {
  readonly writing: Writing;
  /** It is being sent: then there is nothing to cancel any more. */
  readonly isBusy: boolean;
  readonly onSend: () => void;
  readonly onClose: () => void;
}) {
  const words = inLanguage(publishWords);
  const written = writing.written.value;
  const examined = writing.examined.value;
  const amending = writing.amending.value;
  const consequences = examined?.consequences;
  const count = consequences?.gets.length ?? 0;
  const isForNobody =
    consequences && count + consequences.unseen.length + consequences.perhaps.length === 0;
  const label = codeOf(tlpWords, textAt(written, "marking.tlp")) ?? 0;
  return (
    <Dialog
      title={textAt(written, "title")}
      onClose={onClose}
      mayClose={!isBusy}
      actions={
        <>
          <button type="button" disabled={isBusy} onClick={onClose}>
            {words.cancel}
          </button>
          <button
            type="button"
            class={isForNobody ? "button-grave" : "button-main"}
            autofocus
            disabled={isBusy}
            onClick={onSend}
          >
            {!consequences && words.sendUnknown}
            {consequences && (isForNobody ? words.sendToNobody : words.send(count))}
          </button>
        </>
      }
    >
      <div class="stack">
        {writing.isCopy.value && (
          <p class="stale" role="alert">
            {words.changedElsewhere}
          </p>
        )}
        {writing.mayStandAs.value !== null && (
          <p class="stale" role="alert">
            {words.mayStand(writing.mayStandAs.value)}
          </p>
        )}
        <p>
          <Tlp label={label} /> {inLanguage(tlpMeanings)[label]}
        </p>
        {amending && <Differences before={amending.before} after={written} />}
        <ConsequencesPanel examined={examined} />
        {examined && examined.warnings.length > 0 && (
          <div class="publish-odd">
            <p>{words.warnings}</p>
            <ul>
              {examined.warnings.map((warning) => (
                <li key={`${warning.field} ${warning.rule}`}>
                  <strong>{fieldName(warning.field, written)}</strong> {violationText(warning)}
                </li>
              ))}
            </ul>
          </div>
        )}
      </div>
    </Dialog>
  );
}
