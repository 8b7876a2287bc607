import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { compileProfile, type CompiledProfile } from "../compile-profile.ts";
import { parseCountryGroups } from "../country-groups.ts";
import { createLanguage } from "../language.ts";
import { parseProfile, type Profile } from "../profile.ts";

const folder = join(import.meta.dirname, "..", "examples");
const read = (file: string): unknown => parse(readFileSync(join(folder, file), "utf8"));

export const exampleFiles = globSync("*.yaml", { cwd: folder })
  .filter((file) => file !== "country-groups.yaml")
  .sort();

const parsedGroups = parseCountryGroups(read("country-groups.yaml"));
if ("problems" in parsedGroups) throw new Error(JSON.stringify(parsedGroups.problems));

export const exampleLanguage = createLanguage({
  countryGroups: parsedGroups.groups,
  reasons: ["document", "route", "stay", "booking", "payment", "baggage", "companions", "history"],
});

export function exampleProfile(file: string): Profile {
  const parsed = parseProfile(read(file));
  if ("problems" in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.profile;
}

export function compiledExample(file: string): CompiledProfile {
  const compilation = compileProfile(exampleProfile(file), 1, exampleLanguage);
  if ("problems" in compilation) throw new Error(JSON.stringify(compilation.problems));
  return compilation.compiled;
}
