import { Arrivals } from "@talanoa/client/arrivals.ts";
import { pause } from "@talanoa/client/backoff.ts";
import type { KeyRing } from "@talanoa/client/key-ring.ts";
import { mayGoOn } from "@talanoa/client/may-go-on.ts";
import type { Arrival, SubscribeOptions, Subscription } from "@talanoa/client/subscribe.ts";
import { Delivery, FeedFilter } from "@talanoa/contract/generated/talanoa.ts";
import { base64url, fromBase64 } from "@talanoa/crypto/bytes.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import type { Session } from "../session.ts";
import { arrivedStatement, begunAnew } from "./arrived.ts";
import { askedFor, askJson, saidError } from "./ask.ts";
import { type FeedEvent, feedStream } from "./feed-stream.ts";
import { TellHub } from "./tell-hub.ts";

/** Milliseconds in which the console says whether one is still signed in. */
const DEADLINE = 10_000;

/**
 * A live feed by the console's server, as `subscribe` of the SDK gives it: checks each copy, connects again by itself,
 * and is told again what was not confirmed. Throws HubError when the hub says no, or nobody is signed in any more.
 */
export function subscribeByEvents(
  { hub, keys }: { readonly hub: Session["hub"]; readonly keys: KeyRing },
  options: SubscribeOptions,
): Subscription {
  const { onState } = options;
  const stop = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
  const arrivals = new Arrivals(hub, options.keys ?? keys, options);
  const path = pathOf(options);

  async function* oneCall(ready: () => void): AsyncGenerator<Arrival, void, void> {
    try {
      for await (const event of feedStream(path, signal)) {
        const arrival = await arrivalOf(event, ready);
        if (!arrival) continue;
        if (arrival.content.kind === "statement")
          arrivedStatement.value = arrival.content.statement;
        yield arrival;
      }
    } finally {
      arrivals.end();
    }
  }

  async function arrivalOf({ kind, data }: FeedEvent, ready: () => void): Promise<Arrival | null> {
    switch (kind) {
      case "ready": {
        const { resumed, stream } = JSON.parse(data) as { resumed: boolean; stream: string };
        ready();
        arrivals.begin(new TellHub(stream));
        if (!resumed) begunAnew.value++;
        onState?.({ kind: "ready", resumed });
        return null;
      }
      case "delivery":
        return arrivals.take(Delivery.decode(fromBase64(data)));
      case "lost":
      case "end":
        throw saidOf(data);
    }
    return kind satisfies never;
  }

  async function* calls(): AsyncGenerator<Arrival, void, void> {
    for (let failures = 0; !signal.aborted; failures++) {
      let error: HubError | null = null;
      try {
        yield* oneCall(() => (failures = 0));
      } catch (thrown) {
        if (signal.aborted) return;
        if (!(thrown instanceof HubError) || !mayGoOn(thrown.code)) throw thrown;
        error = thrown;
      }
      if (signal.aborted) return;
      onState?.({ kind: "lost", error });
      await pause(failures, signal).catch(() => {});
      // A browser does not say why it could not open a stream.
      if (failures > 0 && !signal.aborted) await checkSignedIn(signal);
    }
  }

  const iteration = calls();
  return {
    [Symbol.asyncIterator]: () => iteration,
    received: (number) => arrivals.received(number),
    opened: (numbers) => arrivals.opened(numbers),
    async [Symbol.asyncDispose]() {
      stop.abort();
      await iteration.return();
      await arrivals.told();
    },
  };
}

function pathOf({ name, filter, fromStart, brief }: SubscribeOptions): string {
  const query = new URLSearchParams({ name });
  if (filter) query.set("filter", base64url(FeedFilter.encode(filter)));
  if (fromStart) query.set("from-start", "1");
  if (brief) query.set("brief", "1");
  const person = askedFor();
  if (person !== null) query.set("for", person);
  return `/events?${query}`;
}

/** The error of a `lost` or an `end`; one without a code is opened again. */
function saidOf(data: string): HubError {
  const { reason, code, violations } = JSON.parse(data) as Partial<HubError> & { reason?: string };
  return saidError({ code: code ?? "unavailable", message: reason, violations });
}

/** Throws HubError `unauthenticated` when nobody is signed in any more. */
async function checkSignedIn(signal: AbortSignal): Promise<void> {
  try {
    await askJson("/session", { deadline: DEADLINE, signal });
  } catch (error) {
    if (error instanceof HubError && error.code === "unauthenticated") throw error;
  }
}
