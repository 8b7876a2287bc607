import type { HubClient } from "@talanoa/client/connect.ts";
import { FeedService, type SubscribeRequest } from "@talanoa/contract/generated/talanoa.ts";
import type { Method } from "@talanoa/contract/message-type.ts";

/** Subscribe with deliveries as they come from the wire: what receives must cost little too. */
const subscribeUnread: Method<SubscribeRequest, Buffer> = {
  ...FeedService.subscribe,
  responseSerialize: (bytes) => bytes as Buffer,
  responseDeserialize: (bytes) => bytes,
};

export interface Receiving extends AsyncDisposable {
  /** Resolves when the subscription stands. */
  readonly ready: Promise<void>;
  /** Rejects when the call breaks. */
  readonly failed: Promise<never>;
}

/**
 * A subscription that confirms what it gets at once, all of one turn of the event loop by one word,
 * and tells of each delivery: a SubscribeResponse.
 */
export function openReceiving(
  officer: HubClient,
  name: string,
  onDelivery: (response: Buffer) => void,
): Receiving {
  const call = officer.open(subscribeUnread);
  const ready = Promise.withResolvers<void>();
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => {});
  let closing = false;
  let last = 0;
  let confirming = false;
  const confirm = (): void => {
    confirming = false;
    if (!closing) call.write({ received: { delivery: last } });
  };
  call.on("data", (response: Buffer) => {
    const number = deliveryNumber(response);
    if (number === 0) return ready.resolve();
    last = number;
    onDelivery(response);
    if (confirming) return;
    confirming = true;
    setImmediate(confirm);
  });
  call.on("error", failed.reject);
  call.write({ open: { name, filter: {}, fromStart: false } });
  return {
    ready: Promise.race([ready.promise, failed.promise]),
    failed: failed.promise,
    async [Symbol.asyncDispose]() {
      closing = true;
      const over = new Promise((resolve) => call.once("status", resolve));
      call.end();
      // What is still delivered is not confirmed any more: the call need not wait for it.
      setTimeout(() => call.cancel(), 500);
      await over;
    },
  };
}

const DELIVERY_FIELD = 0x12;
const NUMBER_FIELD = 0x08;

/** The number of the delivery in a SubscribeResponse; 0 for "ready". */
function deliveryNumber(response: Buffer): number {
  if (response[0] !== DELIVERY_FIELD) return 0;
  let at = 1;
  while (response[at]! >= 0x80) at += 1;
  at += 1;
  if (response[at] !== NUMBER_FIELD) throw new Error("a delivery without its number");
  let number = 0;
  for (let factor = 1; ; factor *= 128) {
    const byte = response[++at]!;
    number += (byte & 0x7f) * factor;
    if (byte < 0x80) return number;
  }
}
