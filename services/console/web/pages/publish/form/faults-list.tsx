import type { Violation } from "@talanoa/sharing/notice/violation.ts";
import { inLanguage } from "../../../words/words.ts";
import { publishWords } from "../publish-words.ts";
import { kindOfPath, valueAt, type Written } from "../../../words/draft-path.ts";
import { fieldName } from "../../../words/field-name.ts";
import { violationText } from "../../../words/violation-text.ts";
import { goToField } from "./field-at.tsx";

/** What one said before is repeated up to so many characters. */
const REPEATED = 40;

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
            <Fault fault={fault} written={written} />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** One of them, with what was written; it leads to its field. */
function Fault({ fault, written }: { readonly fault: Violation; readonly written: Written }) {
  const words = inLanguage(publishWords);
  const name = fieldName(fault.field, written);
  const value = valueAt(written, fault.field);
  const said = repeated(fault.field, value);
  const text = (
    <>
      <strong>{name}</strong> {said && `${words.quoted(said)} `}
      {violationText(fault, value)}
    </>
  );
  // What has no name has no input of its own.
  if (name === "") return text;
  return (
    <button
      type="button"
      class="publish-fault"
      onClick={({ currentTarget }) => {
        const form = currentTarget.closest("form");
        if (form) goToField(form, fault.field);
      }}
    >
      {text}
    </button>
  );
}

/** A short value as it was written; nothing of persons, of whom as little as can be stands on a screen. */
function repeated(field: string, value: unknown): string {
  if (typeof value !== "string" && typeof value !== "number") return "";
  // One of several is named by its text already.
  if (field.endsWith("]") || /^(persons|passengers)\b/.test(kindOfPath(field))) return "";
  const text = String(value);
  return text.length > REPEATED ? "" : text;
}
