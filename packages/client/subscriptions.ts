import { FeedService, type StandingSubscription } from "@talanoa/contract/generated/talanoa.ts";
import type { CallOptions, Hub } from "./hub.ts";

/** One's own subscriptions, the one that has not moved for the longest first. Throws HubError. */
export async function listSubscriptions(
  hub: Hub,
  options?: CallOptions,
): Promise<StandingSubscription[]> {
  return (await hub.call(FeedService.listSubscriptions, {}, options)).subscriptions;
}

/** Forgets one's own subscription of a name. Throws HubError, `not-found` when there never was one. */
export async function dropSubscription(
  hub: Hub,
  name: string,
  options?: CallOptions,
): Promise<void> {
  await hub.call(FeedService.dropSubscription, { name }, options);
}
