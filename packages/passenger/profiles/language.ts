import { Environment } from "@marcbachmann/cel-js";
import { classes } from "./bind.ts";
import { limits } from "./limits.ts";
import { celType, type Fields, type ValueType } from "./value-type.ts";
import { type Variable, variables, vocabulary } from "./vocabulary.ts";

/** Lists of countries (ISO 3166-1 alpha-2) by the names under which profiles use them. */
export type CountryGroups = { readonly [name: string]: readonly string[] };

export interface Terms {
  readonly countryGroups?: CountryGroups;
  /** Codes that a profile may give as its reasons. */
  readonly reasons: Iterable<string>;
  /** Variables of which the caller never knows anything: a profile that reads one is refused. */
  readonly without?: readonly Variable[];
}

/** The language in which a Member's profiles are written: CEL, the vocabulary, and the Member's terms. */
export interface Language {
  readonly environment: Environment;
  readonly groups: ReadonlyMap<string, ReadonlySet<string>>;
  readonly reasons: ReadonlySet<string>;
}

export function createLanguage({ countryGroups = {}, reasons, without = [] }: Terms): Language {
  const groups = new Map(
    Object.entries(countryGroups).map(([name, codes]) => [name, new Set(codes)]),
  );
  const environment = new Environment({ limits: limits.structure });
  for (const variable of variables) declareTypes(environment, vocabulary[variable]);
  for (const variable of variables) {
    if (without.includes(variable)) continue;
    environment.registerVariable(variable, celType(vocabulary[variable]));
  }
  environment.registerFunction("countries(string): list<string>", (name: string) =>
    groups.get(name),
  );
  return { environment, groups, reasons: new Set(reasons) };
}

/** Objects are declared after those that they hold. */
function declareTypes(environment: Environment, type: ValueType): void {
  if (type.type === "list") declareTypes(environment, type.of);
  if (type.type !== "object") return;
  const { name, fields } = type;
  Object.values(fields).forEach((field) => declareTypes(environment, field));
  environment.registerType(name, { ctor: classes.get(name)!, fields: celFields(fields) });
}

function celFields(fields: Fields): { [field: string]: string } {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, celType(field)]));
}
