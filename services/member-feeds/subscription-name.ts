import { invalidField } from "@talanoa/platform/errors.ts";

const NAME = /^[a-z0-9-]{1,40}$/;

/** Throws `invalid-argument` for what is no name of a subscription. */
export function checkSubscriptionName(field: string, name: string): void {
  if (NAME.test(name)) return;
  const rule = "use one to forty lower case letters, digits and dashes";
  throw invalidField(field, "subscription-name", rule);
}
