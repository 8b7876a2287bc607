import { HubError } from "@talanoa/platform/errors.ts";

/** The refusal of a request whose field breaks a rule; the description says what to do. */
export function invalid(field: string, rule: string, description: string): HubError {
  const violations = [{ field, rule, description }];
  return new HubError("invalid-argument", `${field}: ${description}`, { violations });
}
