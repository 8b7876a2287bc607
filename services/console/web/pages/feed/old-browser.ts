import type { Hub } from "@talanoa/client/hub.ts";
import { dropSubscription, listSubscriptions } from "@talanoa/client/subscriptions.ts";
import { BROWSER_PREFIX } from "./kept-subscriptions.ts";

/** Browsers of one principal: beyond them a new one takes the name of an old one, for the hub keeps 64 subscriptions. */
const MOST_BROWSERS = 16;

/**
 * The name of a browser that a new one of this principal goes on under, as where a browser keeps nothing and is a new one each
 * day: the one that has not watched for the longest, of which the hub forgets how far it was. Null while there are few, and
 * where the hub does not say.
 */
export async function takeOldBrowser(hub: Hub): Promise<string | null> {
  try {
    const names = (await listSubscriptions(hub)).map(({ name }) => name);
    const old = oldestBeyond(MOST_BROWSERS, names);
    const its = names.filter((name) => old !== null && browserOf(name) === old);
    await Promise.all(its.map((name) => dropSubscription(hub, name)));
    return old;
  } catch {
    // As good as few: a feed that cannot begin says so itself.
    return null;
  }
}

/**
 * Of at least so many browsers the one that has not moved for the longest; null where there are fewer. The names are those of
 * subscriptions, the longest unmoved first; a browser has one for each of its windows.
 */
export function oldestBeyond(most: number, names: readonly string[]): string | null {
  const browsers = new Set<string>();
  for (const name of names) {
    const browser = browserOf(name);
    if (browser === null) continue;
    // It moved when the last of its windows did.
    browsers.delete(browser);
    browsers.add(browser);
  }
  const [oldest = null] = browsers;
  return browsers.size < most ? null : oldest;
}

function browserOf(name: string): string | null {
  if (!name.startsWith(BROWSER_PREFIX)) return null;
  return /^([0-9a-f]{8})-\d+$/.exec(name.slice(BROWSER_PREFIX.length))?.[1] ?? null;
}
