import type { Hub } from "@talanoa/client/hub.ts";
import { browserStore } from "../../browser-store.ts";
import { BROWSER_PREFIX } from "./kept-subscriptions.ts";
import type { LiveFeed } from "./live-feed.ts";
import { takeOldBrowser } from "./old-browser.ts";

const KEPT = "talanoa.browser";

/** What this browser is known by among a principal's own; random, or an old one's, and says nothing of anyone. */
async function browserName(hub: Hub): Promise<string> {
  const kept = keptName();
  if (kept !== null) return kept;
  const [random = 0] = crypto.getRandomValues(new Uint32Array(1));
  return (await takeOldBrowser(hub)) ?? random.toString(16).padStart(8, "0");
}

function keptName(): string | null {
  const kept = browserStore.getItem(KEPT);
  return kept !== null && /^[0-9a-f]{8}$/.test(kept) ? kept : null;
}

/** A name that no other window of this browser has, until it is disposed of. */
export interface WindowName extends Disposable {
  readonly name: string;
  /** This browser goes by it from now on, unless it has a name. */
  keep(): void;
}

/**
 * The name of the subscription by which this window watches a view that has no name: one for each window that is open
 * at the same time, used again, so that the hub has few to remember. It is kept once a feed began under it: where the hub had no room, the next window looks
 * again for an old one.
 */
export async function takeWindowName(hub: Hub): Promise<WindowName> {
  const browser = await browserName(hub);
  const keep = () => {
    if (keptName() === null) browserStore.setItem(KEPT, browser);
  };
  for (let window = 1; ; window++) {
    const name = `${BROWSER_PREFIX}${browser}-${window}`;
    const left = Promise.withResolvers<void>();
    const isTaken = await new Promise<boolean>((resolve) => {
      void navigator.locks.request(`talanoa.${name}`, { ifAvailable: true }, (lock) => {
        resolve(lock !== null);
        return lock === null ? undefined : left.promise;
      });
    });
    if (isTaken) return { name, keep, [Symbol.dispose]: () => left.resolve() };
  }
}

/** Keeps a name once the feed under it is live. */
export function keepOnceLive(
  { keep }: Pick<WindowName, "keep">,
  { state }: Pick<LiveFeed, "state">,
) {
  state.subscribe(({ kind }) => {
    if (kind === "live") keep();
  });
}
