import { z } from "zod";
import { draftSchema } from "./draft.ts";
import { bytes, code, time } from "./draft-shapes.ts";

/** How a field of a draft is written. */
export type FieldForm =
  | { readonly form: "text" | "code" | "time" | "number" | "count" | "flag" | "bytes" }
  | { readonly form: "word"; readonly words: readonly string[] }
  | { readonly form: "record"; readonly fields: readonly DraftField[] }
  | { readonly form: "list"; readonly of: FieldForm };

export type DraftField = { readonly name: string } & FieldForm;

/** Every field of a draft with all that is in it, as draft.ts has them: what a form is made of. */
export const draftFields: readonly DraftField[] = fieldsOf(draftSchema);

/** The paths of fields without the places of lists, `goods.hs_heading`; those that have fields too. */
export function fieldPaths(fields: readonly DraftField[] = draftFields): string[] {
  return fields.flatMap((field) => [
    field.name,
    ...innerFields(field).map((inner) => `${field.name}.${inner}`),
  ]);
}

function innerFields(form: FieldForm): string[] {
  if (form.form === "list") return innerFields(form.of);
  return form.form === "record" ? fieldPaths(form.fields) : [];
}

function fieldsOf({ shape }: z.ZodObject): DraftField[] {
  return Object.entries(shape).map(([name, schema]) => ({ name, ...formOf(schema) }));
}

function formOf(schema: z.core.$ZodType): FieldForm {
  if (schema === time) return { form: "time" };
  if (schema === code) return { form: "code" };
  if (schema === bytes) return { form: "bytes" };
  if (schema instanceof z.ZodOptional) return formOf(schema.unwrap());
  // Short forms are written out before the schema sees them.
  if (schema instanceof z.ZodPipe) return formOf(schema.out);
  if (schema instanceof z.ZodObject) return { form: "record", fields: fieldsOf(schema) };
  if (schema instanceof z.ZodArray) return { form: "list", of: formOf(schema.element) };
  if (schema instanceof z.ZodEnum) return { form: "word", words: schema.options.map(String) };
  if (schema instanceof z.ZodNumber) return { form: schema.isInt ? "count" : "number" };
  if (schema instanceof z.ZodBoolean) return { form: "flag" };
  if (schema instanceof z.ZodString) return { form: "text" };
  throw new TypeError(`a draft has no form for ${schema._zod.def.type}`);
}
