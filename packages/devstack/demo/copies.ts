import {
  FEED_SUBSCRIPTION,
  type PlannedCase,
  REGION_SUBSCRIPTION,
  regionSubscribers,
} from "./plan.ts";

/** A notice that the demo published. */
export interface SentCase {
  readonly planned: PlannedCase;
  /** The notice's id; its origin is the publisher. */
  readonly id: string;
  /** The receivers whose officers acknowledged it. */
  readonly acknowledgedBy: ReadonlySet<string>;
}

/** A copy as one subscription delivered it. */
export interface ArrivedCopy {
  readonly participant: string;
  readonly subscription: string;
  readonly origin: string;
  readonly id: string;
  /** The label that the copy carries, as TLP 2.0 writes it. */
  readonly marking: string;
  /** 1, or more when it was sent again after a connection was lost. */
  readonly attempt: number;
}

/** Who must get a case, one word a copy: the participant and the subscription that brings it. */
export function expectedCopies({ planned }: SentCase): string[] {
  const regional = regionSubscribers.filter(
    ({ participant, region }) =>
      planned.receivers.includes(participant) && planned.regions.includes(region),
  );
  return [
    ...planned.receivers.map((participant) => copyName(participant, FEED_SUBSCRIPTION)),
    ...regional.map(({ participant }) => copyName(participant, REGION_SUBSCRIPTION)),
  ];
}

/**
 * What is wrong with the copies that came of the notices sent, each as a sentence: everyone in the
 * plan once, by each subscription that concerns it, and nobody else. Copies of other notices do not
 * count; one that was sent again after a lost connection is the same copy.
 */
export function checkCopies(sent: readonly SentCase[], copies: readonly ArrivedCopy[]): string[] {
  const arrived = Map.groupBy(copies, ({ origin, id }) => `${origin}/${id}`);
  return sent.flatMap((each) => {
    const { planned, id } = each;
    const its = arrived.get(`${planned.publisher}/${id}`) ?? [];
    const counts = new Map<string, number>();
    for (const { participant, subscription, attempt } of its) {
      const name = copyName(participant, subscription);
      const before = counts.get(name) ?? 0;
      counts.set(name, attempt > 1 ? Math.max(before, 1) : before + 1);
    }
    const expected = expectedCopies(each);
    const missing = without(expected, counts.keys()).map((name) => `did not reach ${name}`);
    const wrong = [...counts].flatMap(([name, count]) => {
      if (!expected.includes(name)) return `reached ${name}, which the plan does not name`;
      return count > 1 ? `reached ${name} ${count} times` : [];
    });
    const marked = its
      .filter(({ marking }) => marking !== planned.marking)
      .map(({ participant, marking }) => `reached ${participant} as ${marking}`);
    return [...missing, ...wrong, ...marked].map((what) => `${planned.case} ${what}`);
  });
}

export function copyName(participant: string, subscription: string): string {
  return subscription === FEED_SUBSCRIPTION ? participant : `${participant} (${subscription})`;
}

/** The names that the others do not have. */
export function without(names: readonly string[], others: Iterable<string>): string[] {
  const taken = new Set(others);
  return names.filter((name) => !taken.has(name));
}
