import type {
  ListSubscriptionsRequest,
  ListSubscriptionsResponse,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Unary } from "@talanoa/platform/grpc/call.ts";
import { checkAccess } from "./access.ts";
import type { Feeds } from "./feeds.ts";
import { standingSubscriptions } from "./standing-subscriptions.ts";

/** The subscriptions of the caller's own: names alone, so nothing is recorded. */
export function listSubscriptions({
  bus,
  directory,
}: Pick<Feeds, "bus" | "directory">): Unary<ListSubscriptionsRequest, ListSubscriptionsResponse> {
  return async (_request, { caller }) => {
    checkAccess(caller, directory);
    return { subscriptions: await standingSubscriptions(bus, caller) };
  };
}
