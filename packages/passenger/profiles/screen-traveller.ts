import { Bindings } from "./bind.ts";
import type { CompiledProfile } from "./compile-profile.ts";
import { type CannotSay, evaluate } from "./evaluate.ts";
import type { Facts } from "./vocabulary.ts";

export interface Hit {
  readonly profile: string;
  readonly version: number;
  readonly reasons: readonly string[];
}

/** A profile that could not say whether it hits, or was not asked any more. */
export interface Unsaid {
  readonly profile: string;
  readonly version: number;
  readonly why: CannotSay["why"] | "no-time";
  readonly field: string;
}

export interface Screening {
  readonly hits: readonly Hit[];
  readonly unsaid: readonly Unsaid[];
}

/**
 * Asks each profile about one traveller. What one cannot say, and why, costs the others nothing. Never throws.
 * @param hasTime Asked before each profile; those after its first no are left out, and named.
 */
export function screenTraveller(
  profiles: readonly CompiledProfile[],
  facts: Facts,
  hasTime: () => boolean = () => true,
): Screening {
  const bindings = new Bindings(facts);
  const hits: Hit[] = [];
  const unsaid: Unsaid[] = [];
  let inTime = true;
  // What is missing is an error inside the library, and collecting its stack takes 8 of 11 µs.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    for (const profile of profiles) {
      const { id, version, reasons } = profile;
      inTime &&= hasTime();
      const answer = inTime
        ? evaluate(profile, bindings)
        : ({ why: "no-time", field: "" } as const);
      if (answer === true) hits.push({ profile: id, version, reasons });
      else if (answer !== false) unsaid.push({ profile: id, version, ...answer });
    }
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
  return { hits, unsaid };
}
