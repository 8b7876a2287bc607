import type { z } from "zod";

const kinds: { readonly [expected: string]: string } = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object with fields",
  record: "an object with fields",
};

/** What is wrong with the form of what a person wrote, in plain words; undefined leaves it to zod. */
export function formError(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === "invalid_type")
    return issue.input === undefined
      ? "It is missing."
      : `It must be ${kinds[issue.expected] ?? issue.expected}.`;
  if (issue.code === "invalid_value") return `It is one of: ${issue.values.join(", ")}.`;
  return undefined;
}
