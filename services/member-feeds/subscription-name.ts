import { SUBSCRIPTION_NAME } from "@talanoa/contract/subjects.ts";
import { invalidField } from "@talanoa/platform/errors.ts";

/** Throws `invalid-argument` for what is no name of a subscription. */
export function checkSubscriptionName(field: string, name: string): void {
  if (SUBSCRIPTION_NAME.test(name)) return;
  const rule = "use one to forty lower case letters, digits and dashes";
  throw invalidField(field, "subscription-name", rule);
}
