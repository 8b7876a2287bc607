import type { KnownKind } from "@talanoa/contract/kinds.ts";
import { inLanguage } from "../../../words/words.ts";
import { publishWords } from "../publish-words.ts";
import { DraftFieldOf } from "./draft-field.tsx";
import { useForm } from "./form-context.ts";
import { isWritten, partsOf, sharingForm, shortForm } from "./plan.ts";
import { isNothing } from "../../../words/draft-path.ts";

/** The form of one minute, and under it the parts of the long one, each closed until it is wanted. */
export function DraftForm() {
  const { kind, written, faults } = useForm();
  const words = inLanguage(publishWords);
  const parts = partsOf(kind);
  return (
    <>
      <div class="publish-short">
        {shortFields(kind).map((path) => (
          <DraftFieldOf key={path} path={path} />
        ))}
        {sharingForm.map((path) => (
          <DraftFieldOf key={path} path={path} />
        ))}
      </div>
      <h2>{words.more}</h2>
      {parts.map(({ part, fields }) => {
        const isWrittenIn = fields.some(
          (field) => !isNothing(written[field]) && isOwn(field, kind, written[field]),
        );
        const hasFault = faults.some(({ field }) => fields.includes(field.split(/[.[]/)[0]!));
        return (
          <details key={part} class="publish-part" open={isWrittenIn || hasFault || undefined}>
            <summary>{words.parts[part]}</summary>
            <div class="stack">
              {fields.map((path) => (
                <DraftFieldOf key={path} path={path} />
              ))}
            </div>
          </details>
        );
      })}
    </>
  );
}

function shortFields(kind: KnownKind): readonly string[] {
  return isWritten(kind) ? shortForm[kind] : [];
}

/** Whether something stands in a field that the form of one minute does not ask for. */
function isOwn(field: string, kind: KnownKind, value: unknown): boolean {
  const asked = [...shortFields(kind), ...sharingForm];
  if (typeof value !== "object" || value === null || Array.isArray(value)) return true;
  return Object.keys(value).some((name) => !asked.includes(`${field}.${name}`));
}
