import type { Hub } from "@talanoa/client/hub.ts";
import { dropSubscription, listSubscriptions } from "@talanoa/client/subscriptions.ts";
import type { StandingSubscription } from "@talanoa/contract/generated/talanoa.ts";
import { BROWSER_PREFIX } from "./kept-subscriptions.ts";

/** Browsers of one principal: beyond them a new one takes the name of an old one, for the hub keeps 64 subscriptions. */
const MOST_BROWSERS = 16;
/** Milliseconds after which a browser that confirmed nothing is old: an open window to which little comes is not. */
const OLD = 30 * 86_400_000;

/**
 * The name of a browser that a new one of this principal goes on under, as where a browser keeps nothing and is a new one each
 * day: of those that confirmed nothing for 30 days, the one that did so last the longest ago. The hub forgets how far it was, and
 * all others as old beyond the most. Null while there are few or none is old, and where the hub does not say.
 */
export async function takeOldBrowser(hub: Hub): Promise<string | null> {
  try {
    const standing = await listSubscriptions(hub);
    const old = oldBeyond(MOST_BROWSERS, standing, Date.now() - OLD);
    const its = standing.filter(({ name }) => old.includes(browserOf(name) ?? ""));
    await Promise.all(its.map(({ name }) => dropSubscription(hub, name)));
    return old[0] ?? null;
  } catch {
    // As good as few: a feed that cannot begin says so itself.
    return null;
  }
}

/**
 * Of the browsers that have not moved since a time, Unix ms, as many as leave room for one more among the most, the one that
 * has not for the longest first. A browser has a subscription for each of its windows, and moved when the last of them did.
 */
export function oldBeyond(
  most: number,
  standing: readonly Pick<StandingSubscription, "name" | "movedAt">[],
  since: number,
): string[] {
  const moved = new Map<string, number>();
  for (const { name, movedAt } of standing) {
    const browser = browserOf(name);
    if (browser !== null) moved.set(browser, Math.max(movedAt, moved.get(browser) ?? 0));
  }
  const old = [...moved].filter(([, at]) => at < since).sort(([, one], [, other]) => one - other);
  return old.slice(0, Math.max(0, moved.size + 1 - most)).map(([browser]) => browser);
}

function browserOf(name: string): string | null {
  if (!name.startsWith(BROWSER_PREFIX)) return null;
  return /^([0-9a-f]{8})-\d+$/.exec(name.slice(BROWSER_PREFIX.length))?.[1] ?? null;
}
