import { ParseError, type ParseResult, TypeError as CelTypeError } from "@marcbachmann/cel-js";
import { Bindings } from "./bind.ts";
import { measure } from "./cost.ts";
import { evaluate, type Program } from "./evaluate.ts";
import type { Language } from "./language.ts";
import { limits } from "./limits.ts";
import { NotAllowed } from "./not-allowed.ts";
import { type Problem, problemAt } from "./problem.ts";
import type { Profile } from "./profile.ts";

/** A profile that can be asked about travellers. */
export interface CompiledProfile extends Program {
  readonly id: string;
  readonly version: number;
  readonly reasons: readonly string[];
  /** Steps for one traveller at most. */
  readonly cost: number;
}

export type Compilation =
  | { readonly compiled: CompiledProfile }
  | { readonly problems: readonly Problem[] };

/**
 * Checks all that can be checked before a profile is saved: its expression's types against the vocabulary, what
 * it can cost, and that its examples hit or not as they say.
 */
export function compileProfile(profile: Profile, version: number, language: Language): Compilation {
  const { id, reasons } = profile;
  const unknown = unknownReasons(reasons, language);
  const program = compileExpression(profile.expression, language);
  if ("problems" in program) return { problems: [...unknown, ...program.problems] };
  const compiled = { id, version, reasons, ...program };
  const problems = [...unknown, ...runExamples(profile, compiled)];
  return problems.length > 0 ? { problems } : { compiled };
}

function unknownReasons(given: readonly string[], { reasons }: Language): Problem[] {
  return given.flatMap((reason, index) =>
    reasons.has(reason)
      ? []
      : {
          field: `reasons[${index}]`,
          rule: "unknown-value",
          text: `${reason} is none of ${[...reasons].join(", ")}.`,
        },
  );
}

function compileExpression(
  expression: string,
  { environment, groups }: Language,
): (Program & { cost: number }) | { problems: readonly Problem[] } {
  const refuse = (start: number, rule: string, text: string) => ({
    problems: [problemAt(expression, start, rule, text)],
  });
  try {
    const run = environment.parse(expression);
    const { type } = checkTypes(run);
    if (type !== "bool") return refuse(0, "wrong-type", `The expression is ${type}, not bool.`);
    const { cost, reads } = measure(run.ast, groups);
    if (cost <= limits.cost) return { run, reads, cost };
    const text = `It may take ${cost} steps for one traveller; ${limits.cost} are allowed.`;
    return refuse(0, "too-costly", text);
  } catch (error) {
    if (error instanceof NotAllowed) return refuse(error.node.pos, error.rule, error.message);
    if (!(error instanceof ParseError || error instanceof CelTypeError)) throw error;
    return refuse(error.range?.start ?? 0, ruleOf(error.code), `${error.summary}.`);
  }
}

function checkTypes(run: ParseResult) {
  const checked = run.check();
  if (checked.error) throw checked.error;
  return checked;
}

/** The library's codes as rules; what is not named here is about the expression's form. */
const rules: { readonly [code: string]: string } = {
  unknown_variable: "unknown-field",
  no_such_key: "unknown-field",
  no_such_overload: "wrong-type",
  no_matching_overload: "wrong-type",
};

function ruleOf(code: string): string {
  return rules[code] ?? code.replaceAll("_", "-");
}

function runExamples({ examples }: Profile, program: Program): Problem[] {
  return examples.flatMap(({ facts, hits }, index) => {
    const answer = evaluate(program, new Bindings(facts));
    if (answer === hits) return [];
    const field = `examples[${index}].hits`;
    if (typeof answer === "boolean") {
      return {
        field,
        rule: "example",
        text: answer ? "The profile hits." : "The profile does not hit.",
      };
    }
    const reason = answer.why === "missing" ? `${answer.field} is missing` : "it fails";
    return { field, rule: "example", text: `The profile cannot say: ${reason}.` };
  });
}
