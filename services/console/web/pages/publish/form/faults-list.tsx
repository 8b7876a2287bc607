import type { Violation } from "@talanoa/sharing/notice/violation.ts";
import { inLanguage } from "../../../words/words.ts";
import { publishWords } from "../publish-words.ts";
import type { Written } from "../../../words/draft-path.ts";
import { fieldName } from "../../../words/field-name.ts";
import { violationText } from "../../../words/violation-text.ts";

/** All that is to be put right, also what has no input of its own; the focus comes here when it is asked for. */
export function FaultsList({
  faults,
  written,
  focusOn,
}: {
  readonly written: Written;
  readonly faults: readonly Violation[];
  readonly focusOn: (element: HTMLElement | null) => void;
}) {
  const words = inLanguage(publishWords);
  if (faults.length === 0) return null;
  return (
    <div
      class="trouble"
      role="group"
      tabIndex={-1}
      ref={focusOn}
      aria-label={words.faults(faults.length)}
    >
      <p>{words.faults(faults.length)}</p>
      <ul class="trouble-violations">
        {faults.map((fault) => (
          <li key={`${fault.field} ${fault.rule}`}>
            <strong>{fieldName(fault.field, written)}</strong> {violationText(fault)}
          </li>
        ))}
      </ul>
    </div>
  );
}
