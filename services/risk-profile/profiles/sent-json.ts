import type { Problem } from "@talanoa/passenger/profiles/problem.ts";
import { type HubError, invalid, invalidField } from "@talanoa/platform/errors.ts";

const MOST_CHARACTERS = 100_000;

/** What a field has as JSON. Throws HubError. */
export function sentJson(field: "profile" | "groups", json: string): unknown {
  const description = `Send it as JSON, in up to ${MOST_CHARACTERS} characters.`;
  if (json.length > MOST_CHARACTERS) throw invalidField(field, `${field}-size`, description);
  try {
    return JSON.parse(json) as unknown;
  } catch {
    throw invalidField(field, `${field}-json`, description);
  }
}

/** All that is wrong with what a field has. */
export function refusedContent(within: string, problems: readonly Problem[]): HubError {
  return invalid(
    problems.map(({ field, rule, text, line, column }) => ({
      field: field === "" ? within : `${within}.${field}`,
      rule,
      description: line === undefined ? text : `Line ${line}, column ${column}: ${text}`,
    })),
  );
}
