import type { SectionType } from "@talanoa/contract/generated/talanoa.ts";
import { earlierReader } from "./rules/earlier-reader.ts";
import type { ParticipantDecision } from "./route.ts";

/** How a participant holds a version. */
export interface Holding {
  /** The rule that first gave it: of a correction, that of the version that it corrects. */
  readonly rule: string;
  /** The officers who alone may see it; empty for the whole participant. */
  readonly officers: readonly string[];
  /** The sections that it was granted besides the summary; absent for all that the rules let it have. */
  readonly sections?: readonly SectionType[];
}

/** What routing decided for a participant, as far as it says how that holds a version. */
export interface Decided extends Pick<
  ParticipantDecision,
  "participant" | "deliver" | "rule" | "officers"
> {
  /** Of a grant of some sections: these; absent for any other decision. */
  readonly sections?: readonly SectionType[];
}

/** What routing decided on a version, for one cause. */
export interface DecidedVersion {
  readonly version: number;
  readonly decisions: readonly Decided[];
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
      for (const decision of decisions) {
        if (!decision.deliver) continue;
        const { participant } = decision;
        const its = holdingBy(decision, before.get(participant));
        const held = holders.get(participant);
        holders.set(participant, held ? joined(held, its) : its);
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
      holders.set(participant, held ? joinedOfficers(held, officers) : officers);
    }
  }
  return holders;
}

/** How a decision gives a version. What corrects one is held as that is. */
function holdingBy({ rule, officers, sections }: Decided, before: Holding | undefined): Holding {
  if (rule !== earlierReader.name) return { rule, officers, ...(sections && { sections }) };
  const granted = before?.sections;
  return { rule: before?.rule ?? rule, officers, ...(granted && { sections: granted }) };
}

/** What is for named officers alone does not widen what the whole participant holds, nor narrow it. */
function joined(held: Holding, other: Holding): Holding {
  const { rule } = held;
  const officers = joinedOfficers(held.officers, other.officers);
  const whole = [held, other].filter((its) => its.officers.length === 0);
  const granted = whole.map(({ sections }) => sections);
  const sections = granted.some((each) => !each) ? [] : granted.flatMap((each) => each ?? []);
  return { rule, officers, ...(sections.length > 0 && { sections: [...new Set(sections)] }) };
}

function joinedOfficers(some: readonly string[], others: readonly string[]): readonly string[] {
  const whole = some.length === 0 || others.length === 0;
  return whole ? [] : [...new Set([...some, ...others])].sort();
}
