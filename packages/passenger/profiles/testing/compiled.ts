import { compileProfile, type CompiledProfile } from "../compile-profile.ts";
import { createLanguage } from "../language.ts";
import type { Problem } from "../problem.ts";
import type { Profile } from "../profile.ts";

export const language = createLanguage({
  countryGroups: { neighbours: ["TO", "WS"] },
  reasons: ["route", "payment"],
});

/** A profile of which only what matters to a test is written. Without examples, which are tested on their own. */
export function profileOf(expression: string, written: Partial<Profile> = {}): Profile {
  return { id: "tried", title: "Tried", reasons: ["route"], examples: [], expression, ...written };
}

export function compiled(expression: string, id = "tried"): CompiledProfile {
  const compilation = compileProfile(profileOf(expression, { id }), 1, language);
  if ("problems" in compilation) throw new Error(JSON.stringify(compilation.problems));
  return compilation.compiled;
}

export function problemsOf(expression: string, written?: Partial<Profile>): readonly Problem[] {
  const compilation = compileProfile(profileOf(expression, written), 1, language);
  return "problems" in compilation ? compilation.problems : [];
}
