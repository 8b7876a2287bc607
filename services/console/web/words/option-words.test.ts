import { type DraftField, draftFields, fieldPaths } from "@talanoa/sharing/notice/draft-fields.ts";
import { expect, test } from "vitest";
import { optionWords } from "./option-words.ts";
import { filledIn } from "../pages/publish/form/plan.ts";

/** Fields with words of a list, by path: `when.precision`. */
function wordFields(fields: readonly DraftField[], before = ""): [string, readonly string[]][] {
  return fields.flatMap((field): [string, readonly string[]][] => {
    const path = before + field.name;
    const form = field.form === "list" ? field.of : field;
    if (form.form === "word") return [[path, form.words]];
    return form.form === "record" ? wordFields(form.fields, `${path}.`) : [];
  });
}

test.each(["en", "fr"] as const)(
  "every word that a field may have is called something: %s",
  (language) => {
    const options = optionWords[language];
    // The labels of TLP are never translated, and risk flags are not written here.
    const fields = wordFields(draftFields).filter(
      ([path]) => !filledIn.has(path) && path !== "marking.tlp" && !path.startsWith("risk_flag."),
    );
    expect(fields.length).toBeGreaterThan(8);
    for (const [path, words] of fields)
      expect([path, Object.keys(options[path] ?? {}).toSorted()]).toEqual([path, words.toSorted()]);
    for (const labels of Object.values(options))
      for (const label of Object.values(labels)) expect(label).not.toBe("");
  },
);

test("options are given for fields that there are, in both languages the same", () => {
  const paths = new Set(fieldPaths());
  expect(Object.keys(optionWords.en).filter((path) => !paths.has(path))).toEqual([]);
  for (const [path, options] of Object.entries(optionWords.en))
    expect(Object.keys(optionWords.fr[path] ?? {})).toEqual(Object.keys(options));
});
