import type { ValueType } from "./value-type.ts";
import { type Facts, type Variable, variables, vocabulary } from "./vocabulary.ts";

type Instance = { [field: string]: unknown };

/** A class for each kind of object: the library tells the type of a value by its class. */
export const classes = new Map<string, new (value: Instance) => Instance>();

function declare(type: ValueType): void {
  if (type.type === "list") declare(type.of);
  if (type.type !== "object") return;
  const fields = Object.entries(type.fields);
  fields.forEach(([, field]) => declare(field));
  classes.set(
    type.name,
    class {
      [field: string]: unknown;

      constructor(value: Instance) {
        for (const [name, field] of fields) this[name] = bind(field, value[name]);
      }
    },
  );
}
Object.values(vocabulary).forEach(declare);

/** Facts as expressions read them: each variable is turned into its value when it is first asked for. */
export class Bindings {
  readonly #facts: Facts;
  readonly #values = new Map<Variable, unknown>();

  constructor(facts: Facts) {
    this.#facts = facts;
  }

  static {
    for (const variable of variables) {
      Object.defineProperty(this.prototype, variable, {
        get(this: Bindings) {
          return this.#value(variable);
        },
      });
    }
  }

  #value(variable: Variable): unknown {
    if (this.#values.has(variable)) return this.#values.get(variable);
    const value = bind(vocabulary[variable], this.#facts[variable]);
    this.#values.set(variable, value);
    return value;
  }
}

/** Undefined where the value is missing, or is not what the vocabulary allows. */
function bind(type: ValueType, value: unknown): unknown {
  switch (type.type) {
    case "bool":
      return typeof value === "boolean" ? value : undefined;
    case "int":
      return Number.isSafeInteger(value) ? BigInt(value as number) : undefined;
    case "double":
      return Number.isFinite(value) ? value : undefined;
    case "string":
      return typeof value === "string" ? bindText(type, value) : undefined;
    case "list":
      return Array.isArray(value) ? bindList(type, value) : undefined;
    default:
      return bindObject(type, value);
  }
}

function bindText({ most, oneOf }: ValueType & { type: "string" }, value: string) {
  return oneOf ? value : value.slice(0, most).toUpperCase().slice(0, most);
}

function bindList({ of, most }: ValueType & { type: "list" }, values: readonly unknown[]) {
  const bound = values.slice(0, most).map((value) => bind(of, value));
  // Nothing is known of the rest, so a search of the list that finds nothing cannot say, and is reported.
  if (values.length > most && of.type === "object") bound[most - 1] = bind(of, {});
  return bound.includes(undefined) ? undefined : bound;
}

function bindObject({ name }: ValueType & { type: "object" }, value: unknown) {
  if (typeof value !== "object" || value === null) return undefined;
  return new (classes.get(name)!)(value as Instance);
}
