import {
  type CompiledProfile,
  compileProfile,
} from "@talanoa/passenger/profiles/compile-profile.ts";
import type { Problem } from "@talanoa/passenger/profiles/problem.ts";
import { parseProfile, type Profile } from "@talanoa/passenger/profiles/profile.ts";
import { type HubError, invalid, invalidField } from "@talanoa/platform/errors.ts";
import { language } from "./language.ts";

const MOST_CHARACTERS = 100_000;

/** A profile as it was sent, checked and compiled as a version. Throws HubError with all that is wrong. */
export function readProfile(
  json: string,
  version: number,
): { profile: Profile; compiled: CompiledProfile } {
  const parsed = parseProfile(valueOf(json));
  if ("problems" in parsed) throw refused(parsed.problems);
  const compilation = compileProfile(parsed.profile, version, language);
  if ("problems" in compilation) throw refused(compilation.problems);
  return { profile: parsed.profile, compiled: compilation.compiled };
}

function valueOf(json: string): unknown {
  const description = "Send the profile as JSON.";
  if (json.length > MOST_CHARACTERS) throw invalidField("profile", "profile-size", description);
  try {
    return JSON.parse(json) as unknown;
  } catch {
    throw invalidField("profile", "profile-json", description);
  }
}

function refused(problems: readonly Problem[]): HubError {
  return invalid(
    problems.map(({ field, rule, text, line, column }) => ({
      field: `profile.${field}`,
      rule,
      description: line === undefined ? text : `Line ${line}, column ${column}: ${text}`,
    })),
  );
}
