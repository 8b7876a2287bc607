import type { Facts, NoticeRef, Record, StatedFacts } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { type StepField, stepField } from "@talanoa/contract/records.ts";
import { ownDecision } from "./own-decision.ts";

/** What one party may know of a record. A participant from whom something was withheld is no party. */
export interface Part {
  readonly party: string;
  readonly facts: Init<Facts>;
}

type FactsOf<Field extends StepField> = NonNullable<Facts[Field]>;

/** The parties of each step and what each sees of it. A step without a row does not compile. */
const partsOfStep: {
  readonly [Field in StepField]: (facts: FactsOf<Field>, record: Record) => Part[];
} = {
  accepted: (accepted) => alike([accepted.notice?.origin], { accepted }),

  refused: (refused, { participant }) => alike([participant], { refused }),

  // The origin sees the whole decision, each receiver its own.
  routed(routed) {
    const { notice, digest, cause, decisions, statement } = routed;
    const common = { notice, digest, cause, statement };
    const receivers = decisions.filter((each) => each.deliver);
    const origin = statement ? undefined : notice?.origin;
    return [
      ...alike([origin], { routed: { ...common, decisions } }),
      ...receivers
        .filter(({ participant }) => participant !== origin)
        .map((its) => ({
          party: its.participant,
          facts: { routed: { ...common, decisions: [ownDecision(its)] } },
        })),
    ];
  },

  released: ({ participant, origin, door, subscription, attempt, copies }) => [
    ...alike([participant], {
      released: { participant, origin, door, subscription, attempt, copies },
    }),
    ...alike([other(origin, participant)], {
      released: { participant, origin, door, attempt, copies },
    }),
  ],

  // The position is a place in the stream: it would tell the hub's volume.
  received: ({ participant, origin, subscription, precedence, copies }) => [
    ...alike([participant], {
      received: { participant, origin, subscription, precedence, copies },
    }),
    ...alike([other(origin, participant)], { received: { participant, origin, copies } }),
  ],

  opened: (opened) => alike([opened.participant, opened.origin], { opened }),

  acknowledged: (acknowledged) =>
    alike([acknowledged.participant, acknowledged.notice?.origin], { acknowledged }),

  consentAsked: (consentAsked) => alike(statedBy(consentAsked), { consentAsked }),
  consentGranted: (consentGranted) =>
    alike([...statedBy(consentGranted), consentGranted.asker], { consentGranted }),
  consentRefused: (consentRefused) =>
    alike([...statedBy(consentRefused), consentRefused.asker], { consentRefused }),
  // Whom else it is told is seen where it was routed.
  recalled: (recalled) => alike(statedBy(recalled), { recalled }),
  erasureOrdered: (erasureOrdered) => alike(statedBy(erasureOrdered), { erasureOrdered }),
  destroyed: (destroyed) => alike(statedBy(destroyed), { destroyed }),
  outcome: (outcome) => alike(statedBy(outcome), { outcome }),
  withdrawn: (withdrawn) => alike(statedBy(withdrawn), { withdrawn }),

  // Each who held a copy sees that it is over, and not who else held one.
  expired(expired) {
    const { notice, digest, expiresAt, holders } = expired;
    return [
      ...alike([notice?.origin], { expired }),
      ...alike(others(holders, notice), { expired: { notice, digest, expiresAt } }),
    ];
  },
  // By whose word is seen by the originator and by who stated: that another reader did tells that
  // there is one. How many sections there were is the originator's to know: some had none of them.
  erased(erased) {
    const { notice, cause, statement, statedBy, versions, holders } = erased;
    const common = { notice, versions };
    const own = { ...common, cause, statement, statedBy };
    const byOther = { ...common, cause: "erasure" };
    return [
      ...alike([notice?.origin], { erased }),
      ...others(holders, notice).map((party) => ({
        party,
        facts: {
          erased: ["", notice?.origin, party].includes(statedBy) ? own : byOther,
        },
      })),
    ];
  },

  // The originator is told all who are late, each of them of itself.
  overdue: ({ notice, participants, of, dueAt }) => [
    ...alike([notice?.origin], { overdue: { notice, participants, of, dueAt } }),
    ...participants
      .filter((participant) => participant !== notice?.origin)
      .flatMap((participant) =>
        alike([participant], { overdue: { notice, participants: [participant], of, dueAt } }),
      ),
  ],

  directoryChanged({ type, id, participant, digest, reason, parties }, record) {
    const directoryChanged = { type, id, participant, digest, reason };
    return alike([record.participant, participant, ...parties], { directoryChanged });
  },

  // The originator of a notice sees who asked about it and why, not in which case; so does each whose
  // notices a question that names none may be about.
  queried(queried, { participant }) {
    const { question, purpose, caseNumber, filter, notice, parties } = queried;
    const origin = notice?.origin;
    return [
      ...alike([participant], { queried: { question, purpose, caseNumber, filter, notice } }),
      ...alike([other(origin ?? "", participant)], { queried: { question, purpose, notice } }),
      ...alike(
        parties.filter((party) => party !== origin && party !== participant),
        { queried: { question, purpose } },
      ),
    ];
  },

  heads: ({ size, heads }) =>
    heads.map((head) => ({ party: head.party, facts: { heads: { size, heads: [head] } } })),

  // Without the position, as above; and nobody else's.
  subscriptionDropped: ({ participant, subscription, precedence }) =>
    alike([participant], { subscriptionDropped: { participant, subscription, precedence } }),

  // What a Member screens is nobody else's.
  screened: (screened) => alike([screened.participant], { screened }),
  watchlistChanged: (watchlistChanged) =>
    alike([watchlistChanged.participant], { watchlistChanged }),
  reidentified: (reidentified) => alike([reidentified.participant], { reidentified }),
  profileTried: (profileTried) => alike([profileTried.participant], { profileTried }),
  profileChanged: (profileChanged) => alike([profileChanged.participant], { profileChanged }),
  countryGroupsChanged: (countryGroupsChanged) =>
    alike([countryGroupsChanged.participant], { countryGroupsChanged }),
  flagDecided: (flagDecided) => alike([flagDecided.participant], { flagDecided }),
};

/** The parts of a record, one a party, by party. Empty for a step that this version does not know. */
export function partsOf(record: Record): Part[] {
  const { facts } = record;
  const field = facts ? stepField(facts) : undefined;
  if (!facts || !field) return [];
  const parts = partsOfStep[field] as (facts: unknown, record: Record) => Part[];
  return parts(facts[field], record).sort((a, b) => (a.party < b.party ? -1 : 1));
}

function alike(parties: readonly (string | undefined)[], facts: Init<Facts>): Part[] {
  const parts: Part[] = [];
  for (const [i, party] of parties.entries())
    if (party && parties.indexOf(party) === i) parts.push({ party, facts });
  return parts;
}

/** Who stated, and the originator of the notice. */
function statedBy({ participant, notice }: StatedFacts): (string | undefined)[] {
  return [participant, notice?.origin];
}

function others(holders: readonly string[], notice: NoticeRef | null): string[] {
  return [...new Set(holders)].filter((holder) => holder !== notice?.origin);
}

function other(participant: string, self: string): string | undefined {
  return participant === self ? undefined : participant;
}
