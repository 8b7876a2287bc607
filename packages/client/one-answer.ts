import type { Init, Method } from "@talanoa/contract/message-type.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { callError, isServiceError } from "./call-error.ts";
import type { HubClient } from "./connect.ts";

/**
 * Calls a method that takes many requests and gives one answer. A hub that refuses in between is heard at
 * once. Throws HubError; the signal's reason when aborted.
 */
export async function oneAnswer<Request, Response>(
  hub: HubClient,
  method: Method<Request, Response>,
  requests: Iterable<Init<Request>>,
  signal?: AbortSignal,
): Promise<Response> {
  signal?.throwIfAborted();
  const call = hub.open(method);
  const cancel = (): void => call.cancel();
  signal?.addEventListener("abort", cancel, { once: true });
  try {
    const answers = (call as AsyncIterable<Response>)[Symbol.asyncIterator]();
    const first = answers.next();
    // It is awaited below; until then it must not count as unhandled.
    first.catch(() => {});
    for (const request of requests) {
      if (call.write(request)) continue;
      const drained = new Promise<void>((resolve) => call.once("drain", resolve));
      await Promise.race([drained, first]);
    }
    call.end();
    const { value, done } = await first;
    if (done) throw new HubError("unavailable", "the hub ended the call without an answer");
    return value;
  } catch (error) {
    signal?.throwIfAborted();
    throw isServiceError(error) ? callError(error) : error;
  } finally {
    signal?.removeEventListener("abort", cancel);
    call.cancel();
  }
}
