import type { Hub } from "@talanoa/client/hub.ts";
import { NotificationService } from "@talanoa/contract/generated/talanoa.ts";

/** Milliseconds after a page was opened: it must not wait for this. */
const AFTER = 15_000;
const DAY = 86_400_000;

/**
 * Lets the hub know once a day, and from this browser, that an officer still signs in, and with which roles: who does
 * not is told of nothing more after a while.
 */
export function keepTold(hub: Hub): void {
  const { principal, roles } = hub.identity;
  if (!roles.includes("liaison") && !roles.includes("publisher")) return;
  const kept = `talanoa.told.${principal}`;
  if (Date.now() - Number(localStorage.getItem(kept)) < DAY) return;
  setTimeout(() => {
    hub.call(NotificationService.getNotifications, {}, { patience: 0 }).then(
      () => localStorage.setItem(kept, String(Date.now())),
      // A hub that is away, or tells nobody: asked again when a page is opened next.
      () => {},
    );
  }, AFTER);
}
