import { nearestWord } from "@talanoa/sharing/notice/nearest-word.ts";
import type { Data } from "./read-fact.ts";
import type { Inject } from "./scenario.ts";
import { type FactShape, type FactTable, scenarioFacts } from "./scenario-facts.ts";

/** A fact of an inject that has no place of its own in the hub. */
export interface PlainFact {
  /** Where it stands in the data of the inject: `craft.length_m`. */
  readonly path: string;
  readonly value: unknown;
  /** The fact that may be meant; null for none, and for one that is known and not written as it must be. */
  readonly meant: string | null;
  readonly isKnown: boolean;
}

/** The facts of an inject: those that the hub has a place for, and those that only a person reads. */
export interface Facts {
  readonly data: Data;
  readonly plain: readonly PlainFact[];
}

/**
 * Sorts the facts of an inject. What is known but not written as the hub takes it is for people too, unless the
 * hub is to refuse the inject: that may be why.
 */
export function factsOf({
  content: { data },
  expected,
}: Pick<Inject, "content" | "expected">): Facts {
  const plain: PlainFact[] = [];
  const traveller = data["traveller"];
  const its =
    typeof traveller === "string" ? { ...data, traveller: { reference: traveller } } : data;
  const sorted = read(its, scenarioFacts, { at: "", asWritten: !expected.accepted, plain });
  return { data: sorted, plain };
}

interface Reading {
  readonly at: string;
  /** Values of known facts are taken as they are. */
  readonly asWritten: boolean;
  readonly plain: PlainFact[];
}

function read(data: Data, table: FactTable, { at, asWritten, plain }: Reading): Data {
  return Object.fromEntries(
    Object.entries(data).flatMap(([name, value]) => {
      // Nothing is said.
      if (value === null || value === "") return [];
      const path = at ? `${at}.${name}` : name;
      const shape = Object.hasOwn(table, name) ? table[name]! : null;
      const its = shape && shaped(value, shape, { at: path, asWritten, plain });
      if (shape && its !== undefined) return [[name, its]];
      const meant = shape ? null : (nearestWord(name, Object.keys(table)) ?? null);
      plain.push({ path, value, meant, isKnown: shape !== null });
      return [];
    }),
  );
}

/** A value as far as it has its shape; undefined when it has not. */
function shaped(value: unknown, shape: FactShape, reading: Reading): unknown {
  if (typeof shape === "function") return reading.asWritten || shape(value) ? value : undefined;
  if (isTableList(shape)) {
    if (!Array.isArray(value) || !value.every(isObject)) return undefined;
    return value.map((each, index) =>
      read(each, shape[0], { ...reading, at: `${reading.at}[${index}]` }),
    );
  }
  return isObject(value) ? read(value, shape, reading) : undefined;
}

function isTableList(shape: FactTable | readonly [FactTable]): shape is readonly [FactTable] {
  return Array.isArray(shape);
}

function isObject(value: unknown): value is Data {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Facts as a person reads them, a line each: `craft.length_m: 14`. */
export function factLines(plain: readonly PlainFact[]): string {
  return plain.map(({ path, value }) => `${path}: ${said(value)}`).join("\n");
}

function said(value: unknown): string {
  if (Array.isArray(value)) return value.map(said).join(", ");
  if (!isObject(value)) return String(value);
  return Object.entries(value)
    .map(([name, its]) => `${name} ${said(its)}`)
    .join(", ");
}
