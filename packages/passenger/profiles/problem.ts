import type { ZodError } from "zod";

/** What is wrong with a profile that is to be saved. */
export interface Problem {
  /** `expression`, `examples[0].facts.traveller.age`. */
  readonly field: string;
  /** `unknown-field`, `wrong-type`, `too-costly` and so on. */
  readonly rule: string;
  readonly text: string;
  /** Where in the expression, both counted from 1. */
  readonly line?: number;
  readonly column?: number;
}

/** A problem at a place of an expression, counted from 0. */
export function problemAt(expression: string, start: number, rule: string, text: string): Problem {
  const before = expression.slice(0, start).split("\n");
  const column = before.at(-1)!.length + 1;
  return { field: "expression", rule, text, line: before.length, column };
}

/** Problems of what was written in YAML or JSON, each with its field. */
export function problemsOfForm({ issues }: ZodError): Problem[] {
  return issues.flatMap((issue) => {
    const { path, code, message } = issue;
    const rule = code.replaceAll("_", "-");
    if (issue.code !== "unrecognized_keys") return { field: fieldOf(path), rule, text: message };
    return issue.keys.map((key) => ({
      field: fieldOf([...path, key]),
      rule,
      text: "There is no such field.",
    }));
  });
}

function fieldOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>((field, step) => {
    if (typeof step === "number") return `${field}[${step}]`;
    return field === "" ? String(step) : `${field}.${String(step)}`;
  }, "");
}
