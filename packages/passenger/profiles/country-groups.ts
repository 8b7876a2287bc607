import countries from "i18n-iso-countries/index.js";
import { z } from "zod";
import { formError } from "./form-error.ts";
import type { CountryGroups } from "./language.ts";
import { type Problem, problemsOfForm } from "./problem.ts";

const name = z
  .string()
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, "Lower-case letters, digits and single hyphens.");
const code = z
  .string()
  .refine(
    (code) => /^[A-Z]{2}$/.test(code) && countries.isValid(code),
    "A country is its code of ISO 3166-1, two capitals.",
  );
const schema = z.record(name, z.array(code).min(1).max(250));

/** Groups as they were written in YAML or JSON, or all that is wrong with them. */
export function parseCountryGroups(
  written: unknown,
): { groups: CountryGroups } | { problems: Problem[] } {
  const parsed = schema.safeParse(written, { error: formError });
  return parsed.success ? { groups: parsed.data } : { problems: problemsOfForm(parsed.error) };
}
