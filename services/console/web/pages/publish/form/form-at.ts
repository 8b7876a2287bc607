import {
  type DraftField,
  draftFields,
  type FieldForm,
} from "@talanoa/sharing/notice/draft-fields.ts";
import { kindOfPath } from "../../../words/draft-path.ts";

/** How what stands at a path is written: of `goods[0]` a record, of `goods` a list. Throws RangeError for no field. */
export function formAt(path: string): FieldForm {
  let form: FieldForm = { form: "record", fields: draftFields };
  for (const name of kindOfPath(path).split(".")) {
    const inner: FieldForm = form.form === "list" ? form.of : form;
    const field: DraftField | undefined =
      inner.form === "record" ? inner.fields.find((its) => its.name === name) : undefined;
    if (!field) throw new RangeError(`a draft has no field ${path}`);
    form = field;
  }
  return path.endsWith("]") && form.form === "list" ? form.of : form;
}
