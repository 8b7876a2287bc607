import { earlierReader } from "./rules/earlier-reader.ts";
import type { ParticipantDecision } from "./route.ts";

/** How a participant holds a version. */
export interface Holding {
  /** The rule that first gave it: of a correction, that of the version that it corrects. */
  readonly rule: string;
  /** The officers who alone may see it; empty for the whole participant. */
  readonly officers: readonly string[];
}

/** What routing decided on a version, for one cause. */
export interface DecidedVersion {
  readonly version: number;
  readonly decisions: readonly Pick<
    ParticipantDecision,
    "participant" | "deliver" | "rule" | "officers"
  >[];
}

/**
 * Who holds a version, by all decisions on the notice up to it, whatever their order. Who holds it as
 * a whole is not narrowed by what gave it to officers besides.
 */
export function holdersOf(
  decided: readonly DecidedVersion[],
  version: number,
): ReadonlyMap<string, Holding> {
  let before: ReadonlyMap<string, Holding> = new Map();
  for (let each = 1; each <= version; each++) {
    const holders = new Map<string, Holding>();
    for (const { decisions } of decided.filter((its) => its.version === each)) {
      for (const { participant, deliver, rule, officers } of decisions) {
        if (!deliver) continue;
        const first = rule === earlierReader.name ? (before.get(participant)?.rule ?? rule) : rule;
        const held = holders.get(participant);
        holders.set(participant, held ? joined(held, officers) : { rule: first, officers });
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
    for (const { participant, deliver, rule, officers } of decisions) {
      if (!deliver) continue;
      const held = holders.get(participant);
      holders.set(
        participant,
        held ? joined({ rule, officers: held }, officers).officers : officers,
      );
    }
  }
  return holders;
}

function joined({ rule, officers }: Holding, others: readonly string[]): Holding {
  const whole = officers.length === 0 || others.length === 0;
  return { rule, officers: whole ? [] : [...new Set([...officers, ...others])].sort() };
}
