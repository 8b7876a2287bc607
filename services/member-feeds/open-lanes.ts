import type { KnownPrecedence } from "@talanoa/contract/subjects.ts";

/** How a lane of an open subscription stands. */
export interface LaneStanding {
  readonly participant: string;
  readonly precedence: KnownPrecedence;
  /** All copies up to this place of the stream are confirmed, or were not for this caller or filter. */
  readonly settledUpTo: number;
  /** Copies that went out and are not confirmed, and when the first of them did, Unix ms; null for none. */
  readonly unconfirmed: number;
  readonly oldestSentAt: number | null;
}

/** The lanes of one open subscription. */
type Lanes = readonly { readonly standing: LaneStanding }[];

/** The subscriptions that are open in this process, for who observes them. */
export class OpenLanes {
  readonly #open = new Set<Lanes>();
  readonly #participants = new Set<string>();

  /** Whose subscriptions were ever open here: one that has none any more is told of as well. */
  get participants(): ReadonlySet<string> {
    return this.#participants;
  }

  /** Until it is disposed of. */
  add(lanes: Lanes): Disposable {
    this.#open.add(lanes);
    for (const { standing } of lanes) this.#participants.add(standing.participant);
    return { [Symbol.dispose]: () => this.#open.delete(lanes) };
  }

  /** Of each subscription, its lanes. */
  standings(): LaneStanding[][] {
    return [...this.#open].map((lanes) => lanes.map(({ standing }) => standing));
  }
}
