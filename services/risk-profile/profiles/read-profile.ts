import {
  type CompiledProfile,
  compileProfile,
} from "@talanoa/passenger/profiles/compile-profile.ts";
import type { Language } from "@talanoa/passenger/profiles/language.ts";
import { parseProfile, type Profile } from "@talanoa/passenger/profiles/profile.ts";
import { refusedContent, sentJson } from "./sent-json.ts";

/** A profile as it was sent, checked and compiled as a version. Throws HubError with all that is wrong. */
export function readProfile(
  json: string,
  version: number,
  language: Language,
): { profile: Profile; compiled: CompiledProfile } {
  const parsed = parseProfile(sentJson("profile", json));
  if ("problems" in parsed) throw refusedContent("profile", parsed.problems);
  const compilation = compileProfile(parsed.profile, version, language);
  if ("problems" in compilation) throw refusedContent("profile", compilation.problems);
  return { profile: parsed.profile, compiled: compilation.compiled };
}
