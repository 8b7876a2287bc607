import { callError, isPassing, isServiceError } from "@talanoa/client/call-error.ts";
import type { HubClient } from "@talanoa/client/connect.ts";
import {
  Delivery,
  FeedService,
  type OpenSubscription,
  type SubscribeRequest,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { asHubError, type HubError } from "@talanoa/platform/errors.ts";
import { errorBody } from "./answer-error.ts";
import type { EventSink } from "./event-stream.ts";

/** One subscription of the hub that is passed on. */
export interface OpenFeed {
  tell(request: Init<SubscribeRequest>): void;
  /** Resolves when nothing comes any more; never rejects. */
  readonly over: Promise<void>;
}

export interface FeedEventsOptions {
  /** By which the page names this stream. */
  readonly id: string;
  readonly out: EventSink;
  /** Aborts when the stream is to end: the page then opens it again, when it still may. */
  readonly over: AbortSignal;
}

/**
 * Passes a subscription on as events: `ready`, `delivery` (bytes of a Delivery in base64), and at its end either `lost`,
 * after which the page's browser opens the stream again by itself and gets what was not confirmed, or `end`, when the
 * hub said no. It takes from the hub only what the page has room for.
 */
export function feedEvents(
  hub: HubClient,
  subscription: Init<OpenSubscription>,
  { id, out, over }: FeedEventsOptions,
): OpenFeed {
  const call = hub.open(FeedService.subscribe);
  // The iteration throws it; but one that comes after its end has no other listener.
  call.on("error", () => {});
  const leave = AbortSignal.any([out.gone, over]);
  const cancel = (): void => call.cancel();
  leave.addEventListener("abort", cancel, { once: true });
  if (leave.aborted) cancel();

  async function pass(): Promise<void> {
    call.write({ open: subscription });
    for await (const { ready, delivery } of call) {
      if (ready) await out.send("ready", JSON.stringify({ resumed: ready.resumed, stream: id }));
      else if (delivery)
        await out.send("delivery", base64(Delivery.encode(delivery)), delivery.number);
    }
  }

  async function untilOver(): Promise<void> {
    let error: HubError | undefined;
    try {
      await pass();
    } catch (thrown) {
      error = isServiceError(thrown) ? callError(thrown) : asHubError(thrown);
    }
    leave.removeEventListener("abort", cancel);
    cancel();
    if (out.gone.aborted) return;
    const passes = !error || leave.aborted || isPassing(error) || error.code === "internal";
    const { message = "the stream is opened anew", ...more } = error ? errorBody(error) : {};
    await out.send(passes ? "lost" : "end", JSON.stringify({ reason: message, ...more }));
  }

  return { tell: (request) => void call.write(request), over: untilOver() };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("base64");
}
