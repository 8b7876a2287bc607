import { setTimeout as sleep } from "node:timers/promises";
import type {
  OpenSubscription,
  SubscribeRequest,
  SubscribeResponse,
} from "@talanoa/contract/generated/talanoa.ts";
import { readStreamUsage } from "@talanoa/platform/bus/exchange-stream.ts";
import { patiently } from "@talanoa/platform/bus/patiently.ts";
import { HubError, invalidField } from "@talanoa/platform/errors.ts";
import type { Streaming } from "@talanoa/platform/grpc/call.ts";
import { takeTurn } from "@talanoa/platform/grpc/paced.ts";
import { checkAccess } from "./access.ts";
import { checkFilter } from "./check-filter.ts";
import { Deliveries } from "./deliveries.ts";
import type { Feeds } from "./feeds.ts";
import { Lane } from "./lane.ts";
import { openProgress } from "./open-progress.ts";
import { checkSubscriptionName } from "./subscription-name.ts";

/** How long a call may take to say what it opens, in ms. */
const OPENS_WITHIN = 30_000;

/** Delivers a feed from a subscription's position on, until the client closes its side or the call ends. */
export function subscribe(feeds: Feeds): Streaming<SubscribeRequest, SubscribeResponse> {
  return async (requests, call) => {
    const { caller } = call;
    const { participant, principal } = caller;
    checkAccess(caller, feeds.directory);
    takeTurn(feeds.callRate, caller);
    const ended = new AbortController();
    const end = (reason: unknown): void => ended.abort(reason);
    const signal = AbortSignal.any([call.signal, call.stopping, ended.signal]);
    using cleanup = new DisposableStack();
    cleanup.defer(feeds.access.watch(caller, end));

    const incoming = requests[Symbol.asyncIterator]();
    const open = opening(await Promise.race([incoming.next(), tooLate(signal)]));
    const holder = { participant, principal, subscription: open.name };
    cleanup.use(await feeds.seats.take(holder, end));
    signal.throwIfAborted();
    const { resumed, lanes: progress } = await openProgress(feeds, holder, {
      fromStart: open.fromStart,
      signal,
    });
    signal.throwIfAborted();
    await call.write({ ready: { resumed } }, signal);

    const confirmed = () => Promise.all(lanes.map((lane) => lane.settled()));
    const deliveries = new Deliveries(feeds, holder, { confirmed, fail: end });
    const { filter, brief } = open;
    const laneCall = {
      caller,
      filter,
      brief,
      signal,
      deliveries,
      fail: end,
      write: (response: Parameters<typeof call.write>[0]) => call.write(response, signal),
    };
    const lanes = progress.map((each) => new Lane(feeds, laneCall, each));
    cleanup.use(feeds.lanes.add(lanes));
    const settled = () => Promise.all([deliveries.settled(), confirmed()]);
    const { lastSequence } = await patiently(() => readStreamUsage(feeds.bus), signal);
    const running = flashFirst(lanes, lastSequence);
    try {
      await Promise.race([listen(incoming, lanes, deliveries, signal), running, aborted(signal)]);
      signal.throwIfAborted();
      // The client has said its last word: what it confirmed is kept before the call ends.
      await settled();
    } finally {
      end(new HubError("cancelled", "the call is over"));
      // Whoever opens the subscription next finds it as this call leaves it.
      await Promise.allSettled([running, settled()]);
    }
  };
}

/**
 * Delivers by precedence what stands up to a place of the stream, each when what is more pressing went out or its reader
 * takes no more of it, and what comes later as it comes. Rejects when a lane cannot go on.
 */
async function flashFirst(lanes: readonly Lane[], end: number): Promise<void> {
  const running: Promise<void>[] = [];
  for (const lane of lanes) {
    running.push(lane.run());
    await Promise.race([lane.caughtUp(end), ...running]);
  }
  await Promise.all(running);
}

/** Takes what the client says until it closes its side or the call is over. */
async function listen(
  incoming: AsyncIterator<SubscribeRequest>,
  lanes: readonly Lane[],
  deliveries: Deliveries,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    const { done, value } = await incoming.next();
    // A client that does not read may speak on long after its call was ended.
    if (done || signal.aborted) return;
    const { received, opened } = value;
    if (received) {
      const { delivery } = received;
      deliveries.check("received.delivery", delivery);
      // One that no lane waits for was confirmed before.
      lanes.find((lane) => lane.waitsFor(delivery))?.received(delivery);
    } else if (opened) {
      await deliveries.opened(opened.deliveries);
    } else {
      throw invalidField(
        "request",
        "opened-once",
        "confirm or open deliveries after the first message",
      );
    }
  }
}

function opening({ value }: IteratorResult<SubscribeRequest, unknown>): OpenSubscription {
  const open = (value as SubscribeRequest | undefined)?.open;
  if (!open) throw invalidField("open", "open-first", "open a subscription by the first message");
  checkSubscriptionName("open.name", open.name);
  checkFilter(open.filter);
  return open;
}

async function tooLate(signal: AbortSignal): Promise<never> {
  await sleep(OPENS_WITHIN, undefined, { signal, ref: false }).catch(() => {});
  signal.throwIfAborted();
  throw new HubError("deadline-exceeded", "no subscription was opened within 30 seconds");
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const end = (): void => reject(signal.reason as Error);
    if (signal.aborted) return end();
    signal.addEventListener("abort", end, { once: true });
  });
}
