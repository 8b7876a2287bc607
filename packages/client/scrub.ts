import { ExchangeLogService, type ScrubResponse } from "@talanoa/contract/generated/talanoa.ts";
import { callError, isServiceError } from "./call-error.ts";
import type { HubClient } from "./connect.ts";

/**
 * Has the hub's log scrubbed, and gives how far that has come, from time to time; the last says that it is done or
 * has a difference. To leave the iteration, or to abort, ends the scrub. Throws HubError, and the signal's reason.
 */
export async function* scrubLog(
  hub: HubClient,
  signal?: AbortSignal,
): AsyncGenerator<ScrubResponse, void, void> {
  signal?.throwIfAborted();
  const call = hub.open(ExchangeLogService.scrub);
  // The iteration throws it; but one that comes after its end has no other listener.
  call.on("error", () => {});
  const cancel = () => call.cancel();
  signal?.addEventListener("abort", cancel, { once: true });
  call.write({});
  try {
    for await (const answer of call) yield answer as ScrubResponse;
  } catch (error) {
    signal?.throwIfAborted();
    throw isServiceError(error) ? callError(error) : error;
  } finally {
    signal?.removeEventListener("abort", cancel);
    call.cancel();
  }
}
