import type { Hub } from "@talanoa/client/hub.ts";
import { browserStore } from "../../browser-store.ts";
import { BROWSER_PREFIX } from "./kept-subscriptions.ts";
import { takeOldBrowser } from "./old-browser.ts";

const KEPT = "talanoa.browser";

/** What this browser is known by among a principal's own; random, or an old one's, and says nothing of anyone. */
async function browserName(hub: Hub): Promise<string> {
  const kept = browserStore.getItem(KEPT);
  if (kept && /^[0-9a-f]{8}$/.test(kept)) return kept;
  const [random = 0] = crypto.getRandomValues(new Uint32Array(1));
  const name = (await takeOldBrowser(hub)) ?? random.toString(16).padStart(8, "0");
  browserStore.setItem(KEPT, name);
  return name;
}

/** A name that no other window of this browser has, until it is disposed of. */
export interface WindowName extends Disposable {
  readonly name: string;
}

/**
 * The name of the subscription by which this window watches a view that has no name: one for each window that is open
 * at the same time, used again, so that the hub has few to remember.
 */
export async function takeWindowName(hub: Hub): Promise<WindowName> {
  const browser = `${BROWSER_PREFIX}${await browserName(hub)}`;
  for (let window = 1; ; window++) {
    const name = `${browser}-${window}`;
    const left = Promise.withResolvers<void>();
    const isTaken = await new Promise<boolean>((resolve) => {
      void navigator.locks.request(`talanoa.${name}`, { ifAvailable: true }, (lock) => {
        resolve(lock !== null);
        return lock === null ? undefined : left.promise;
      });
    });
    if (isTaken) return { name, [Symbol.dispose]: () => left.resolve() };
  }
}
