import type { z } from "zod";
import { nearestWord } from "./nearest-word.ts";
import { Findings } from "./findings.ts";
import type { Rule } from "./rules.ts";
import type { Violation } from "./violation.ts";

type Issue = z.core.$ZodIssue;

/** Makes violations of what zod found, each at its field as the person wrote it. */
export function violationsOf(issues: readonly Issue[], input: unknown): readonly Violation[] {
  const findings = new Findings();
  for (const issue of issues) describe(issue, input, findings);
  return findings.violations;
}

function describe(issue: Issue, input: unknown, findings: Findings): void {
  const field = fieldOf(issue.path, input);
  switch (issue.code) {
    case "unrecognized_keys":
      for (const key of issue.keys) unknownField(field, key, issue.message.split(" "), findings);
      return;
    case "invalid_value":
      findings.violation("draft-word", field || "draft", `They are: ${issue.values.join(", ")}.`);
      return;
    case "invalid_type":
      findings.violation("draft-shape", field || "draft", expectation(issue.expected, issue));
      return;
    case "custom":
      findings.violation((issue.params?.rule as Rule | undefined) ?? "draft-shape", field);
      return;
    default:
      findings.violation("draft-shape", field || "draft");
  }
}

// A key may be a slip that holds what should have been a value, a person's name too: it is quoted
// only when it resembles a field.
function unknownField(
  parent: string,
  key: string,
  known: readonly string[],
  findings: Findings,
): void {
  const nearest = nearestWord(key, known);
  if (nearest) {
    const field = parent ? `${parent}.${key}` : key;
    findings.violation("draft-unknown-field", field, `Did you mean ${nearest}?`);
    return;
  }
  const isPlain =
    /^[a-z][a-z_]{0,30}$/.test(key) && !/^(persons|passengers|companies)\b/.test(parent);
  const field = isPlain ? (parent ? `${parent}.${key}` : key) : parent || "draft";
  findings.violation("draft-unknown-field", field, `Known here: ${known.join(", ")}.`);
}

function expectation(expected: string, { input }: Issue): string {
  if (input === undefined) return "It is missing.";
  switch (expected) {
    case "string":
      return typeof input === "number" || typeof input === "boolean"
        ? "It must be a text: put it in quotes."
        : "It must be a text.";
    case "number":
    case "int":
      return "It must be a number, without quotes.";
    case "boolean":
      return "It must be true or false.";
    case "array":
      return "It must be a list.";
    default:
      return "It must have fields of its own.";
  }
}

/**
 * The path of a field as the person wrote it: where a short form was written out (`where: Suva`
 * for a list with one place), the path ends at what stands in the input.
 */
function fieldOf(path: readonly PropertyKey[], input: unknown): string {
  let field = "";
  let value = input;
  for (const step of path) {
    if (typeof step === "number") {
      if (!Array.isArray(value)) continue;
      field += `[${step}]`;
      value = value[step];
      continue;
    }
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    if (!isObject) break;
    field += field ? `.${String(step)}` : String(step);
    value = (value as Record<PropertyKey, unknown>)[step];
  }
  return field;
}
