import { maskAccount, maskCards } from "./mask.ts";
import { type WithheldRule, dropsRequest } from "./rules.ts";

/** Applies the rules to one message and counts what they withheld. */
export class Withheld {
  readonly counts: { [rule: string]: number } = {};

  /** Whether a special service request is dropped by its code. */
  drops(request: string): boolean {
    const rule = dropsRequest(request);
    if (rule) this.count(rule);
    return rule !== undefined;
  }

  /** The number of a card; senders mask it too, and more or less of it. */
  account(account: string): string {
    const masked = maskAccount(account);
    if (masked !== account) this.count("card-number");
    return masked;
  }

  /** Text that is kept although it is free. */
  text(text: string): string {
    const masked = maskCards(text);
    if (masked !== text) this.count("card-number");
    return masked;
  }

  count(rule: WithheldRule): void {
    this.counts[rule] = (this.counts[rule] ?? 0) + 1;
  }
}
