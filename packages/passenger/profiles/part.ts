import type { ASTNode } from "@marcbachmann/cel-js";
import { NotAllowed } from "./not-allowed.ts";
import type { ValueType } from "./value-type.ts";

/** What is known of a part of an expression before it is evaluated. */
export interface Part {
  readonly value: ValueType;
  /** Steps to its value at most. A step is about what comparing two short values takes. */
  readonly cost: number;
  /** Where in the vocabulary its value is from: `itinerary[].from`. */
  readonly path?: string;
  /** What is written there, of a text. */
  readonly literal?: string;
  /** And in a list of texts. */
  readonly elements?: readonly string[];
}

/** Characters that one step looks at. */
const charactersPerStep = 16;

export function literal(node: ASTNode, value: unknown): Part {
  switch (typeof value) {
    case "bigint":
      return { value: { type: "int" }, cost: 1 };
    case "number":
      return { value: { type: "double" }, cost: 1 };
    case "boolean":
      return { value: { type: "bool" }, cost: 1 };
    case "string":
      return { value: { type: "string", most: value.length }, cost: 1, literal: value };
    default:
      throw new NotAllowed("not-allowed", "A profile has texts, numbers, true and false.", node);
  }
}

export function listOf(parts: readonly Part[]): Part {
  const cost = parts.reduce((sum, part) => sum + part.cost, 1);
  const texts = parts.flatMap(({ literal }) => literal ?? []);
  const element = parts.map(({ value }) => value).reduce(larger, { type: "string", most: 0 });
  return { value: { type: "list", of: element, most: parts.length }, cost, elements: texts };
}

export function sizeOf({ value, cost }: Part): Part {
  return { value: { type: "int" }, cost: cost + (value.type === "string" ? footprint(value) : 1) };
}

export function elementOf({ value, path }: Part): Omit<Part, "cost"> {
  if (value.type !== "list") throw new Error("not a list");
  return { value: value.of, ...(path !== undefined && { path: `${path}[]` }) };
}

/** Steps to look at the whole of a value. */
export function footprint(value: ValueType): number {
  switch (value.type) {
    case "string":
      return 1 + value.most / charactersPerStep;
    case "list":
      return 1 + value.most * footprint(value.of);
    case "object":
      return Object.values(value.fields).reduce((sum, field) => sum + footprint(field), 1);
    default:
      return 1;
  }
}

export function length(value: ValueType): number {
  return value.type === "string" ? Math.max(1, value.most) : 1;
}

export function larger(a: ValueType, b: ValueType): ValueType {
  if (a.type === "string" && b.type === "string")
    return { type: "string", most: Math.max(a.most, b.most) };
  if (a.type !== "list" || b.type !== "list") return b;
  return { type: "list", of: larger(a.of, b.of), most: Math.max(a.most, b.most) };
}

/** What `+` gives: as long as both together. */
export function sum(a: ValueType, b: ValueType): ValueType {
  if (a.type === "string" && b.type === "string") return { type: "string", most: a.most + b.most };
  if (a.type !== "list" || b.type !== "list") return a;
  return { type: "list", of: larger(a.of, b.of), most: a.most + b.most };
}
