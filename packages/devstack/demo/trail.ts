import type { CopyRef, Facts, RecordPart } from "@talanoa/contract/generated/talanoa.ts";
import { FEED_SUBSCRIPTION, REGION_SUBSCRIPTION } from "./plan.ts";
import { copyName, expectedCopies, type SentCase, without } from "./copies.ts";

/**
 * What a record says, from its parts as the Secretariat's auditor sees them: that of the party
 * which took the step, since others are shown less. Null for a record without a part.
 */
export function factsOf(parts: readonly RecordPart[]): Facts | null {
  const whole = parts.find(({ party, facts }) => party === ownerOf(facts));
  return (whole ?? parts[0])?.facts ?? null;
}

function ownerOf(facts: Facts | null): string | undefined {
  const { routed, released, received } = facts ?? {};
  return routed?.notice?.origin ?? released?.participant ?? received?.participant;
}

export interface TrailCheck {
  readonly findings: readonly string[];
  /** How many steps of the notice stand in the log; a record of several copies is one of each. */
  readonly steps: number;
}

/**
 * Compares the trail of a notice with the plan: accepted once, routed once to those whom the plan
 * names, released and received once for each copy, acknowledged by those who did. Statements about
 * the notice do not count.
 */
export function checkTrail(sent: SentCase, trail: readonly Facts[]): TrailCheck {
  const { planned, id, acknowledgedBy } = sent;
  const about = ({ copies }: { copies: readonly CopyRef[] }) =>
    copies.some(
      ({ notice, statement }) =>
        statement === "" && notice?.origin === planned.publisher && notice.id === id,
    );
  const accepted = trail.flatMap((facts) => facts.accepted ?? []);
  const routed = trail.flatMap(({ routed: its }) => (its && its.statement === "" ? its : []));
  const released = trail.flatMap(({ released: its }) => (its && about(its) ? its : []));
  const received = trail.flatMap(({ received: its }) => (its && about(its) ? its : []));
  const acknowledged = trail.flatMap((facts) => facts.acknowledged ?? []);

  const decided = routed.flatMap(({ decisions }) =>
    decisions.filter(({ deliver }) => deliver).map(({ participant }) => participant),
  );
  // Only of the demo's own subscriptions: a person may try the hub meanwhile, within its feed.
  const names = (copies: readonly Copy[]) =>
    copies
      .filter(({ subscription }) => ours.has(subscription))
      .map(({ participant, subscription }) => copyName(participant, subscription));
  const first = released.filter(({ attempt }) => attempt <= 1);
  const doubled = names(first).filter((name, index, all) => all.indexOf(name) < index);
  const expected = expectedCopies(sent);
  const to = (copies: readonly { participant: string }[]) => copies.map((its) => its.participant);

  const say = (found: readonly string[], what: string) =>
    found.length > 0 ? [`${planned.case}: ${what} ${[...new Set(found)].join(", ")}`] : [];
  const once = (records: readonly unknown[], step: string) =>
    say(records.length === 1 ? [] : [`${records.length} times`], `${step} in the log`);
  return {
    findings: [
      ...once(accepted, "accepted"),
      ...once(routed, "routed"),
      ...say(without(planned.receivers, decided), "the logged decision leaves out"),
      ...say(without(decided, planned.receivers), "the logged decision adds"),
      ...say(without(expected, names(released)), "the log has no release to"),
      ...say(without(to(released), planned.receivers), "the log has a release to"),
      ...say(without(names(released), expected), "the log has a release to"),
      ...say(doubled, "the log has two first releases to"),
      ...say(without(expected, names(received)), "the log does not have it received by"),
      ...say(without(names(received), expected), "the log has it received by"),
      ...say(without([...acknowledgedBy], to(acknowledged)), "the log has no acknowledgement of"),
    ],
    steps: [accepted, routed, released, received, acknowledged].flat().length,
  };
}

interface Copy {
  readonly participant: string;
  readonly subscription: string;
}

const ours: ReadonlySet<string> = new Set([FEED_SUBSCRIPTION, REGION_SUBSCRIPTION]);
