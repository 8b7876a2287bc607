import { readdir, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import {
  type CompiledProfile,
  compileProfile,
} from "@talanoa/passenger/profiles/compile-profile.ts";
import { parseCountryGroups } from "@talanoa/passenger/profiles/country-groups.ts";
import { type CountryGroups, createLanguage } from "@talanoa/passenger/profiles/language.ts";
import type { Problem } from "@talanoa/passenger/profiles/problem.ts";
import { parseProfile } from "@talanoa/passenger/profiles/profile.ts";
import { riskReasons } from "@talanoa/sharing/codes/risk-reasons.ts";
import { parse } from "yaml";
import type { Context } from "../context.ts";
import { fileTrouble, readNamed } from "../file-trouble.ts";
import { UsageError } from "../usage-error.ts";

/** Beside profiles in a folder: the groups of countries that they use. */
const GROUPS = "country-groups.yaml";
const IS_PROFILE = /\.(ya?ml|json)$/;

/**
 * Reads profiles from a file or a folder, checks them, and has their examples run. Throws UsageError that
 * names all that is wrong in the first that is: each field and its rule.
 */
export async function readProfiles(
  { terminal }: Context,
  named: string | undefined,
): Promise<CompiledProfile[]> {
  if (named === undefined) return [];
  const path = resolve(terminal.cwd, named);
  const files = await filesIn(path, named);
  const groups = files.find((file) => basename(file) === GROUPS);
  const countryGroups = groups ? await readGroups(groups) : {};
  const language = createLanguage({ countryGroups, reasons: Object.keys(riskReasons) });
  const profiles: CompiledProfile[] = [];
  for (const file of files) {
    if (file === groups) continue;
    const parsed = parseProfile(await readYaml(file));
    if ("problems" in parsed) throw wrong(file, parsed.problems);
    const compilation = compileProfile(parsed.profile, 1, language);
    if ("problems" in compilation) throw wrong(file, compilation.problems);
    profiles.push(compilation.compiled);
  }
  if (profiles.length === 0) throw new UsageError(`there is no profile in ${named}`);
  return profiles;
}

async function readGroups(file: string): Promise<CountryGroups> {
  const parsed = parseCountryGroups(await readYaml(file));
  if ("problems" in parsed) throw wrong(file, parsed.problems);
  return parsed.groups;
}

async function filesIn(path: string, named: string): Promise<string[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [path];
    const names = await readdir(path);
    return names
      .filter((name) => IS_PROFILE.test(name))
      .toSorted()
      .map((name) => join(path, name));
  } catch (error) {
    const trouble = fileTrouble(error, named);
    if (trouble === null) throw error;
    throw new UsageError(trouble);
  }
}

async function readYaml(file: string): Promise<unknown> {
  const text = (await readNamed(file)).toString();
  try {
    return parse(text);
  } catch (error) {
    throw new UsageError(`${file} is neither YAML nor JSON: ${(error as Error).message}`);
  }
}

function wrong(file: string, problems: readonly Problem[]): UsageError {
  const lines = problems.map(({ field, rule, line, column, text }) => {
    const place = line ? `, line ${line}, column ${column}` : "";
    return `${file}: ${field || "all of it"}${place}: ${text} (${rule})`;
  });
  return new UsageError(lines.join("\n"));
}
