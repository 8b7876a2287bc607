import type { Participant } from "@talanoa/contract/generated/talanoa.ts";
import type { Directory } from "../directory/directory.ts";
import { operationsToldTo } from "./operations-told.ts";
import type { AdmitRule, Candidate, RoutedNotice, WithholdRule } from "./rule.ts";
import { agreementsUsed } from "./rules/no-agreement.ts";
import { correctionRules, NOT_ADDRESSED, sharingRules } from "./rules.ts";

/** What routing decided for one participant. */
export interface ParticipantDecision {
  readonly participant: string;
  readonly deliver: boolean;
  /** The rule that said so: the first admit rule that holds, or the withhold rule. */
  readonly rule: string;
  /** Sections to leave out, by their places in the header's digests; empty unless delivered. */
  readonly withheld: readonly { readonly section: number; readonly rule: string }[];
  /** When not empty, only these officers of the participant may see the copy. */
  readonly officers: readonly string[];
  /** The agreements that let personal and passenger sections through, with their entries' sequences. */
  readonly agreements?: readonly { readonly id: string; readonly revision: number }[];
  /** The joint operations that the notice belongs to, as far as the participant may know. */
  readonly operations?: readonly string[];
}

/**
 * Decides for every participant of the directory, by id. The same notice and directory give the
 * same decision, whoever asks and whenever. What widens a notice is decided for its participant alone.
 */
export function route(notice: RoutedNotice, directory: Directory): ParticipantDecision[] {
  const { widening } = notice;
  if (widening) {
    const participant = directory.participant(widening.participant);
    return participant ? [decide({ notice, participant, directory }, participant)] : [];
  }
  return directory
    .participants()
    .map((participant) => decide({ notice, participant, directory }, participant));
}

const admitRules: readonly AdmitRule[] = sharingRules.admit;
const withholdRules: readonly WithholdRule[] = sharingRules.withhold;

/** What is left of one admission after the withhold rules. */
interface Admission {
  readonly rule: string;
  /** Empty for the whole participant. */
  readonly officers: readonly string[];
  readonly withheldBy: string | null;
  readonly sections: ReadonlyMap<number, string>;
}

function decide(candidate: Candidate, { id: participant }: Participant): ParticipantDecision {
  const { widening, earlierReaders } = candidate.notice;
  const rules = earlierReaders && !widening ? correctionRules : admitRules;
  const admissions = rules.flatMap((rule) => {
    // What widens a notice is judged on its own: it must not gain by what the audience would give.
    if (rule.by !== widening?.by) return [];
    const admits = rule.admits(candidate);
    if (admits === false || (admits !== true && admits.length === 0)) return [];
    return admission(candidate, rule, admits === true ? [] : admits);
  });
  const standing = admissions.filter(({ withheldBy }) => withheldBy === null);
  const nothing = { participant, deliver: false, withheld: [], officers: [] };
  if (standing.length === 0) {
    return { ...nothing, rule: admissions[0]?.withheldBy ?? NOT_ADDRESSED };
  }
  // Who is admitted as a whole is not narrowed by officers named besides, nor do they widen it.
  const whole = standing.filter(({ officers }) => officers.length === 0);
  const counted = whole.length > 0 ? whole : standing;
  const [first] = counted as [Admission];
  const sections = [...first.sections].filter(([section]) =>
    counted.every((other) => other.sections.has(section)),
  );
  return {
    participant,
    deliver: true,
    rule: first.rule,
    withheld: sections.map(([section, rule]) => ({ section, rule })),
    officers: counted.flatMap(({ officers }) => officers),
    agreements: agreementsUsed(candidate, new Set(sections.map(([section]) => section))).map(
      ({ agreement, sequence }) => ({ id: agreement.id, revision: sequence }),
    ),
    operations: operationsToldTo(candidate),
  };
}

function admission(
  candidate: Candidate,
  admitted: AdmitRule,
  officers: readonly string[],
): Admission {
  const rule = admitted.name;
  const basis = admitted.basis?.(candidate) ?? rule;
  const sections = new Map<number, string>();
  for (const { name, withholds } of withholdRules) {
    const withheld = withholds(candidate, basis);
    if (withheld === "notice") return { rule, officers, withheldBy: name, sections };
    for (const place of withheld) if (!sections.has(place)) sections.set(place, name);
  }
  return { rule, officers, withheldBy: null, sections };
}
