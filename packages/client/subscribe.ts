import {
  type Delivery,
  type FeedFilter,
  FeedService,
  type SubscribeRequest,
  type SubscribeResponse,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { HubError, type HubErrorCode } from "@talanoa/platform/errors.ts";
import { pause } from "./backoff.ts";
import { callError, isServiceError } from "./call-error.ts";
import type { HubClient } from "./connect.ts";
import { Deliveries } from "./deliveries.ts";
import { type CheckedCopy, checkCopy } from "./genuine-copy.ts";
import { directoryKeys, type KeyRing } from "./key-ring.ts";
import { getNotice } from "./notices.ts";

export interface SubscribeOptions {
  /** Lower case letters, digits and dashes; the principal's own. */
  name: string;
  filter?: Init<FeedFilter>;
  /** Start a new subscription with the oldest copy in the feed. */
  fromStart?: boolean;
  /** Of each notice only what a line about it tells. */
  brief?: boolean;
  /** Give each version of a notice, and each statement, once although the hub sends it again. */
  deduplicate?: boolean;
  keys?: KeyRing;
  signal?: AbortSignal;
  onState?(state: SubscriptionState): void;
}

export type SubscriptionState =
  | { readonly kind: "ready"; readonly resumed: boolean }
  /** It connects again by itself. */
  | { readonly kind: "lost"; readonly error: HubError | null }
  /** That these were opened could not be told to the hub. */
  | { readonly kind: "opened-untold"; readonly error: unknown };

/** One copy, as it came. */
export interface Arrival {
  /** Counts up for the life of the subscription object, through reconnects. */
  readonly number: number;
  readonly precedence: number;
  readonly attempt: number;
  readonly content: CheckedCopy;
}

/**
 * A live feed. Iterate it once. It connects again by itself, and ends when it is disposed of or the
 * signal aborts. Throws HubError when the hub says no: a bad filter, a token that ran out, a
 * principal that was suspended, a call of the same name elsewhere.
 */
export interface Subscription extends AsyncIterable<Arrival>, AsyncDisposable {
  /** To be called when this arrival, and all before it of its precedence, are stored. */
  received(number: number): void;
  /** To be called when an officer was shown these. */
  opened(numbers: readonly number[]): void;
}

/** How long the last words to the hub may take at the end, in milliseconds. */
const FAREWELL = 2_000;

/** After these, the same subscription may well go on. */
const passing: ReadonlySet<HubErrorCode> = new Set([
  "unavailable",
  "deadline-exceeded",
  "resource-exhausted",
  "cancelled",
  "internal",
]);

export function subscribe(hub: HubClient, options: SubscribeOptions): Subscription {
  const { name, filter, fromStart, brief, deduplicate = false, onState } = options;
  const keys = options.keys ?? directoryKeys(hub);
  const stop = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
  const deliveries = new Deliveries();
  const telling = new Set<Promise<unknown>>();
  let tell: ((request: Init<SubscribeRequest>) => void) | undefined;

  async function arrive(delivery: Delivery): Promise<Arrival | null> {
    const { copy, precedence, attempt } = delivery;
    if (!copy) return null;
    const content = await checkCopy(copy, keys);
    const placed = deliveries.place(delivery.number, precedence, content);
    if (!placed.known) return { number: placed.number, precedence, attempt, content };
    // It was stored, and shown, when it came first, but the hub did not hear of it.
    if (placed.received) tell?.({ received: { delivery: delivery.number } });
    if (placed.opened) tell?.({ opened: { deliveries: [delivery.number] } });
    return null;
  }

  async function* oneCall(ready: () => void): AsyncGenerator<Arrival, void, void> {
    const call = hub.open(FeedService.subscribe);
    // The iteration throws it; but one that comes after its end has no other listener.
    call.on("error", () => {});
    const over = new Promise<void>((resolve) => call.once("status", () => resolve()));
    let farewell: NodeJS.Timeout | undefined;
    // Not cancelled at once: that would throw away the last words that were written.
    const leave = () => {
      tell = undefined;
      call.end();
      farewell ??= setTimeout(() => call.cancel(), FAREWELL);
    };
    signal.addEventListener("abort", leave, { once: true });
    deliveries.begin(deduplicate);
    tell = (request) => void call.write(request);
    call.write({
      open: { name, filter: filter ?? {}, fromStart: fromStart ?? false, brief: brief ?? false },
    });
    try {
      for await (const given of call.iterator({ destroyOnReturn: false })) {
        const { ready: stands, delivery } = given as SubscribeResponse;
        // Said good-bye: what comes now comes again next time.
        if (signal.aborted) continue;
        if (stands) {
          ready();
          onState?.({ kind: "ready", resumed: stands.resumed });
        } else if (delivery) {
          const arrival = await arrive(delivery);
          if (arrival) yield arrival;
        }
      }
    } finally {
      signal.removeEventListener("abort", leave);
      leave();
      call.resume();
      await over;
      clearTimeout(farewell);
    }
  }

  async function* arrivals(): AsyncGenerator<Arrival, void, void> {
    for (let failures = 0; !signal.aborted; failures++) {
      let error: HubError | null = null;
      try {
        yield* oneCall(() => (failures = 0));
      } catch (thrown) {
        if (signal.aborted) return;
        const its = isServiceError(thrown) ? callError(thrown) : thrown;
        if (!(its instanceof HubError) || !passing.has(its.code)) throw its;
        error = its;
      }
      if (signal.aborted) return;
      onState?.({ kind: "lost", error });
      await pause(failures, signal).catch(() => {});
    }
  }

  const iteration = arrivals();
  return {
    [Symbol.asyncIterator]: () => iteration,

    received(number) {
      const wire = deliveries.received(number);
      if (wire !== null) tell?.({ received: { delivery: wire } });
    },

    opened(numbers) {
      const wires: number[] = [];
      for (const number of numbers) {
        const its = deliveries.opened(number);
        if (!its) continue;
        if (its.wire !== null && tell) wires.push(its.wire);
        else if (its.ref) {
          // The call that brought it is gone, and it may not come again: getting it tells as much.
          const told = getNotice(hub, its.ref, { patience: 60_000 })
            .catch((error: unknown) => onState?.({ kind: "opened-untold", error }))
            .finally(() => telling.delete(told));
          telling.add(told);
        }
      }
      if (wires.length > 0) tell?.({ opened: { deliveries: wires } });
    },

    async [Symbol.asyncDispose]() {
      stop.abort();
      // Let the farewell run; what still comes is not looked at.
      for (;;) if ((await iteration.next()).done) break;
      await Promise.all(telling);
    },
  };
}
