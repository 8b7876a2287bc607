import { InvalidNotice } from "@talanoa/sharing/notice/violation.ts";
import { Refused } from "../../parts/refused.tsx";
import { inLanguage } from "../../words/words.ts";
import { fieldName } from "../../words/field-name.ts";
import { violationText } from "../../words/violation-text.ts";
import { changeFieldName } from "./change-field-name.ts";
import { changeRules } from "./change-rules.ts";
import { RefusedChange } from "./refused-change.ts";

/** Why a form was not taken, by the fields and in the language of the page. Nothing without an error. */
export function RefusedForm({ error }: { readonly error: unknown }) {
  const told = toldOf(error);
  if (!told) return <Refused error={error} />;
  return (
    <ul class="trouble trouble-violations" role="alert">
      {told.map(({ field, text }, at) => (
        <li key={at}>
          <strong>{field}</strong> {text}
        </li>
      ))}
    </ul>
  );
}

/** Null for what breaks no rule of a field. */
function toldOf(error: unknown): readonly { field: string; text: string }[] | null {
  if (error instanceof InvalidNotice)
    return error.violations.map((its) => ({
      field: fieldName(its.field, {}),
      text: violationText(its),
    }));
  if (error instanceof RefusedChange)
    return error.violations.map(({ field, rule, description }) => ({
      field: changeFieldName(field, error.operation),
      text: inLanguage(changeRules)[rule] ?? description,
    }));
  return null;
}
