import { expect, test } from "vitest";
import { type DraftField, draftFields, fieldPaths } from "./draft-fields.ts";
import { fullAlert } from "./testing/sample-notice.ts";

const field = (name: string, fields: readonly DraftField[] = draftFields) =>
  fields.find((its) => its.name === name)!;

test("a form knows of each field how it is written, short forms aside", () => {
  expect(field("title").form).toBe("text");
  expect(field("expires").form).toBe("time");
  expect(field("exercise").form).toBe("flag");
  expect(field("direction")).toMatchObject({ words: ["import", "export", "transit", "internal"] });
  const marking = field("marking");
  const { fields } = marking as DraftField & { form: "record" };
  expect(marking.form).toBe("record");
  expect(field("tlp", fields)).toMatchObject({ form: "word", words: expect.arrayContaining(["TLP:RED"]) });
  expect(field("credibility", fields).form).toBe("count");
});

test("lists say what their items are", () => {
  expect(field("references")).toMatchObject({ form: "list", of: { form: "text" } });
  const goods = field("goods") as DraftField & { form: "list" };
  const item = goods.of as { fields: DraftField[] };
  expect(field("hs_heading", item.fields).form).toBe("code");
  expect(field("quantity", item.fields).form).toBe("number");
  const images = field("images") as DraftField & { form: "list" };
  expect(field("content", (images.of as { fields: DraftField[] }).fields).form).toBe("bytes");
});

test("every field that a full alert has is among the paths", () => {
  const paths = new Set(fieldPaths());
  const pathsIn = (value: unknown, path: string): string[] => {
    if (Array.isArray(value)) return value.flatMap((item) => pathsIn(item, path));
    if (typeof value !== "object" || value === null || value instanceof Uint8Array) return [path];
    return Object.entries(value).flatMap(([name, its]) => pathsIn(its, path ? `${path}.${name}` : name));
  };
  const written = pathsIn(fullAlert(), "");
  expect(written.length).toBeGreaterThan(60);
  expect(written.filter((path) => !paths.has(path))).toEqual([]);
});
