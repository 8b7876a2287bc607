import { expect, test } from "vitest";
import { type DraftField, draftFields, type FieldForm, fieldPaths } from "./draft-fields.ts";
import { fullAlert } from "./testing/sample-notice.ts";

const field = (name: string, fields: readonly DraftField[] = draftFields) =>
  fields.find((its) => its.name === name)!;

/** The fields of a record, or of the records of a list. */
function fieldsIn(form: FieldForm): readonly DraftField[] {
  if (form.form === "list") return fieldsIn(form.of);
  return form.form === "record" ? form.fields : [];
}

test("a form knows of each field how it is written, short forms aside", () => {
  expect(field("title").form).toBe("text");
  expect(field("expires").form).toBe("time");
  expect(field("exercise").form).toBe("flag");
  expect(field("direction")).toMatchObject({ words: ["import", "export", "transit", "internal"] });
  expect(field("marking").form).toBe("record");
  const marking = fieldsIn(field("marking"));
  expect(field("tlp", marking)).toMatchObject({ words: expect.arrayContaining(["TLP:RED"]) });
  expect(field("credibility", marking).form).toBe("count");
});

test("lists say what their items are", () => {
  expect(field("references")).toMatchObject({ form: "list", of: { form: "text" } });
  const goods = fieldsIn(field("goods"));
  expect(field("hs_heading", goods).form).toBe("code");
  expect(field("quantity", goods).form).toBe("number");
  expect(field("content", fieldsIn(field("images"))).form).toBe("bytes");
});

test("every field that a full alert has is among the paths", () => {
  const paths = new Set(fieldPaths());
  const pathsIn = (value: unknown, path: string): string[] => {
    if (Array.isArray(value)) return value.flatMap((item) => pathsIn(item, path));
    if (typeof value !== "object" || value === null || value instanceof Uint8Array) return [path];
    return Object.entries(value).flatMap(([name, its]) =>
      pathsIn(its, path ? `${path}.${name}` : name),
    );
  };
  const written = pathsIn(fullAlert(), "");
  expect(written.length).toBeGreaterThan(60);
  expect(written.filter((path) => !paths.has(path))).toEqual([]);
});
