import { type Rule, sentenceOf, type Warning } from "./rules.ts";
import { InvalidNotice, type Violation } from "./violation.ts";

/** So many of each are enough for any person, and bound what a hostile notice costs. */
const MOST = 100;

/** What was found while checking, in the order of the checks; the first hundred of each. */
export class Findings {
  readonly violations: Violation[] = [];
  readonly warnings: Violation[] = [];

  /** Notes a broken rule; the detail, if any, stands after the rule's sentence. */
  violation(rule: Rule, field: string, detail?: string): void {
    if (this.violations.length < MOST) this.violations.push(described(rule, field, detail));
  }

  warning(rule: Warning, field: string, detail?: string): void {
    if (this.warnings.length < MOST) this.warnings.push(described(rule, field, detail));
  }

  /** What was found as an error. */
  error(options?: ErrorOptions): InvalidNotice {
    return new InvalidNotice(this.violations, options);
  }

  throwIfAny(): void {
    if (this.violations.length > 0) throw this.error();
  }
}

function described(rule: Rule | Warning, field: string, detail?: string): Violation {
  const sentence = sentenceOf(rule);
  return { field, rule, description: detail ? `${sentence} ${detail}` : sentence };
}
