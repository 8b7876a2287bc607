import { SUBSCRIPTION_NAME } from "@talanoa/contract/subjects.ts";

/** A subscription that an officer named in this browser; where it stands in the feed the hub knows. */
export interface KeptSubscription {
  readonly name: string;
  /** Of its view. */
  readonly address: string;
}

/** Begins the names by which browsers watch what nobody named. */
export const BROWSER_PREFIX = "browser-";

/** Whether an officer may name a subscription so. */
export function isSubscriptionName(name: string): boolean {
  return SUBSCRIPTION_NAME.test(name) && !name.startsWith(BROWSER_PREFIX);
}

/** One more, or another view under a name that is there; by name. */
export function withSubscription(
  kept: readonly KeptSubscription[],
  its: KeptSubscription,
): KeptSubscription[] {
  const others = kept.filter(({ name }) => name !== its.name);
  return [...others, its].toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

/** Reads what was kept; what is no subscription is left out. */
export function parseSubscriptions(text: string | null): KeptSubscription[] {
  try {
    const kept: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(kept) ? kept.filter(isSubscription) : [];
  } catch {
    // Not JSON: as good as nothing.
    return [];
  }
}

function isSubscription(value: unknown): value is KeptSubscription {
  const { name, address } = (value ?? {}) as { name?: unknown; address?: unknown };
  const isPath = typeof address === "string" && /^\/(?!\/)/.test(address);
  return typeof name === "string" && isSubscriptionName(name) && isPath;
}
