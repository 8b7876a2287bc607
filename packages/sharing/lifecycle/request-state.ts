import { RequestState } from "@talanoa/contract/generated/talanoa.ts";

/** What the state of a request follows from, as one participant may know it. */
export interface RequestFacts {
  /** Unix ms. */
  readonly answerBy: number;
  /** Who was asked: all to the requester, oneself to any other. */
  readonly asked: readonly string[];
  /** Who has answered. */
  readonly answered: ReadonlySet<string>;
  readonly withdrawn: boolean;
}

/** Who was asked and has not answered. */
export function awaited({ asked, answered }: RequestFacts): string[] {
  return asked.filter((participant) => !answered.has(participant));
}

/**
 * How far a request has come at a time, Unix ms. A reply of any state answers, also one that comes late;
 * a request that was sent to nobody is never answered. What all have answered stays
 * answered, also when it is withdrawn then: it takes no further reply.
 */
export function requestState(facts: RequestFacts, now: number): Exclude<RequestState, 0> {
  if (facts.asked.length > 0 && awaited(facts).length === 0) return RequestState.ANSWERED;
  if (facts.withdrawn) return RequestState.WITHDRAWN;
  return now > facts.answerBy ? RequestState.OVERDUE : RequestState.OPEN;
}
