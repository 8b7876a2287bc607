import type { SectionType } from "@talanoa/contract/generated/talanoa.ts";
import { earlierReader } from "./rules/earlier-reader.ts";
import type { ParticipantDecision } from "./route.ts";

/** How a participant holds a version. */
export interface Holding {
  /** The rule that first gave it: of a correction, that of the version that it corrects. */
  readonly rule: string;
  /** The officers who alone may see it; empty for the whole participant. */
  readonly officers: readonly string[];
  /** The sections, besides the summary, to which consent was limited; absent for all. */
  readonly granted?: readonly SectionType[];
}

/** What routing decided on a version, for one cause. */
export interface DecidedVersion {
  readonly version: number;
  readonly decisions: readonly VersionDecision[];
}

export interface VersionDecision extends Pick<
  ParticipantDecision,
  "participant" | "deliver" | "rule" | "officers"
> {
  /** As in a Holding: of a consent that was limited. */
  readonly granted?: readonly SectionType[];
}

/**
 * Who holds a version, by all decisions on the notice up to it, whatever their order. Who holds it as
 * a whole is not narrowed by what gave it to officers, or some sections of it, besides.
 */
export function holdersOf(
  decided: readonly DecidedVersion[],
  version: number,
): ReadonlyMap<string, Holding> {
  let before: ReadonlyMap<string, Holding> = new Map();
  for (let each = 1; each <= version; each++) {
    const holders = new Map<string, Holding>();
    for (const { decisions } of decided.filter((its) => its.version === each)) {
      for (const its of decisions) {
        if (!its.deliver) continue;
        const corrected = its.rule === earlierReader.name ? before.get(its.participant) : undefined;
        const held = holders.get(its.participant);
        const holding = holdingBy(its, corrected);
        holders.set(its.participant, held ? joined(held, holding) : holding);
      }
    }
    before = holders;
  }
  return before;
}

/** Who holds any version, with the officers who alone may see one of them. */
export function holdersOfAny(decided: readonly DecidedVersion[]): Map<string, readonly string[]> {
  const holders = new Map<string, readonly string[]>();
  for (const { decisions } of decided) {
    for (const { participant, deliver, officers } of decisions) {
      if (!deliver) continue;
      const held = holders.get(participant);
      holders.set(participant, held ? together(held, officers) : officers);
    }
  }
  return holders;
}

/** What one decision gives; of a correction, as the version that it corrects was held. */
function holdingBy({ rule, officers, granted }: VersionDecision, corrected?: Holding): Holding {
  const limit = corrected ? corrected.granted : granted;
  return { rule: corrected?.rule ?? rule, officers, ...(limit && { granted: limit }) };
}

/** What is for named officers alone does not widen what the whole participant holds, nor narrow it. */
function joined(one: Holding, other: Holding): Holding {
  const officers = together(one.officers, other.officers);
  const whole = [one, other].filter((its) => its.officers.length === 0);
  const limits = whole.flatMap((its) => (its.granted ? [its.granted] : []));
  const granted = limits.length > 0 &&
    limits.length === whole.length && [...new Set(limits.flat())];
  return { rule: one.rule, officers, ...(granted && { granted }) };
}

/** Of officers who alone may see a copy; none when all may. */
function together(one: readonly string[], other: readonly string[]): readonly string[] {
  if (one.length === 0 || other.length === 0) return [];
  return [...new Set([...one, ...other])].sort();
}
