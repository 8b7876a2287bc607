import type { Violation } from "@talanoa/sharing/notice/violation.ts";
import { inLanguage } from "../../../words/words.ts";
import { publishWords } from "../publish-words.ts";
import { fieldWords, labelIn } from "./field-words.ts";
import { kindOfPath } from "./draft-path.ts";
import { violationText } from "./violation-text.ts";

/** All that is to be put right, also what has no input of its own; the focus comes here when it is asked for. */
export function FaultsList({
  faults,
  focusOn,
}: {
  readonly faults: readonly Violation[];
  readonly focusOn: (element: HTMLElement | null) => void;
}) {
  const words = inLanguage(publishWords);
  const labels = inLanguage(fieldWords);
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
            <strong>{labelIn(labels, kindOfPath(fault.field))}</strong>{" "}
            {fault.field.includes("[") && <code>{fault.field}</code>} {violationText(fault)}
          </li>
        ))}
      </ul>
    </div>
  );
}
