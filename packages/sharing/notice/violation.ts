/** A rule that a notice, statement or draft breaks. Never quotes what is said of persons. */
export interface Violation {
  /** The field as one writes it in a draft: `goods[0].hs_heading`. */
  readonly field: string;
  /** The name of the rule, a key of the table in rules.ts. */
  readonly rule: string;
  /** A sentence that says what to do. */
  readonly description: string;
}

/** What makes a violation of one of some rules, each given with its sentence. */
export function violationOf<Rule extends string>(sentences: { readonly [rule in Rule]: string }) {
  return (field: string, rule: Rule): Violation => ({
    field,
    rule,
    description: sentences[rule],
  });
}

/** A draft, notice or statement that breaks rules. */
export class InvalidNotice extends Error {
  override readonly name = "InvalidNotice";
  readonly violations: readonly Violation[];

  constructor(violations: readonly Violation[], options?: ErrorOptions) {
    super(violations.map(asLine).join("\n"), options);
    this.violations = violations;
  }
}

function asLine({ field, rule, description }: Violation): string {
  return `${field}: ${description} (${rule})`;
}
