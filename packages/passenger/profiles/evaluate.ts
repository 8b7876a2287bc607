import { EvaluationError, type ParseResult } from "@marcbachmann/cel-js";
import type { Bindings } from "./bind.ts";

/** A checked expression that can be asked about travellers. */
export interface Program {
  readonly run: ParseResult;
  /** Fields that it reads, by the node of its tree that reads them. */
  readonly reads: ReadonlyMap<unknown, string>;
}

/** Why an expression could not say. */
export interface CannotSay {
  /** missing: a field that it needs is not known of this traveller. failed: it divides by zero and the like. */
  readonly why: "missing" | "failed";
  /** Where in the vocabulary: `itinerary[].from`; "" where it is about no field. */
  readonly field: string;
}

/** True: hit. False: no hit. */
export type Answer = boolean | CannotSay;

const missing = new Set(["no_such_key", "unknown_variable", "index_out_of_bounds"]);

/**
 * What an expression says of a traveller. What is missing makes a part of it unknown, as Kleene's logic has
 * it (and CEL): `false && unknown` is false, `true || unknown` is true. Never throws.
 */
export function evaluate({ run, reads }: Program, bindings: Bindings): Answer {
  try {
    return run(bindings) === true;
  } catch (error) {
    if (!(error instanceof EvaluationError)) return { why: "failed", field: "" };
    const why = missing.has(error.code) ? "missing" : "failed";
    return { why, field: reads.get(error.node) ?? "" };
  }
}
