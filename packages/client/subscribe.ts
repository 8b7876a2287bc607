import {
  type FeedFilter,
  FeedService,
  type SubscribeResponse,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { Arrivals } from "./arrivals.ts";
import { pause } from "./backoff.ts";
import { callError, isServiceError } from "./call-error.ts";
import type { HubClient } from "./connect.ts";
import type { CheckedCopy } from "./genuine-copy.ts";
import { directoryKeys, type KeyRing } from "./key-ring.ts";
import { mayGoOn } from "./may-go-on.ts";

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

export function subscribe(hub: HubClient, options: SubscribeOptions): Subscription {
  const { name, filter, fromStart, brief, onState } = options;
  const keys = options.keys ?? directoryKeys(hub);
  const stop = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
  const arrivals = new Arrivals(hub, keys, options);

  async function* oneCall(ready: () => void): AsyncGenerator<Arrival, void, void> {
    const call = hub.open(FeedService.subscribe);
    // The iteration throws it; but one that comes after its end has no other listener.
    call.on("error", () => {});
    const over = new Promise<void>((resolve) => call.once("status", () => resolve()));
    let farewell: NodeJS.Timeout | undefined;
    // Not cancelled at once: that would throw away the last words that were written.
    const leave = () => {
      arrivals.end();
      call.end();
      farewell ??= setTimeout(() => call.cancel(), FAREWELL);
    };
    signal.addEventListener("abort", leave, { once: true });
    arrivals.begin({
      received: (delivery) => void call.write({ received: { delivery } }),
      opened: (deliveries) => void call.write({ opened: { deliveries: [...deliveries] } }),
    });
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
          const arrival = await arrivals.take(delivery);
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

  async function* calls(): AsyncGenerator<Arrival, void, void> {
    for (let failures = 0; !signal.aborted; failures++) {
      let error: HubError | null = null;
      try {
        yield* oneCall(() => (failures = 0));
      } catch (thrown) {
        if (signal.aborted) return;
        const its = isServiceError(thrown) ? callError(thrown) : thrown;
        if (!(its instanceof HubError) || !mayGoOn(its.code)) throw its;
        error = its;
      }
      if (signal.aborted) return;
      onState?.({ kind: "lost", error });
      await pause(failures, signal).catch(() => {});
    }
  }

  const iteration = calls();
  return {
    [Symbol.asyncIterator]: () => iteration,

    received: (number) => arrivals.received(number),
    opened: (numbers) => arrivals.opened(numbers),

    async [Symbol.asyncDispose]() {
      stop.abort();
      // Let the farewell run; what still comes is not looked at.
      for (;;) if ((await iteration.next()).done) break;
      await arrivals.told();
    },
  };
}
