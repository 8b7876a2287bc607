import type { Hub } from "@talanoa/client/hub.ts";
import { NotificationService } from "@talanoa/contract/generated/talanoa.ts";

/** Milliseconds after a page was opened: it must not wait for this. */
const AFTER = 15_000;

/**
 * Lets the hub know that an officer still signs in, and with which roles: who does not is told of nothing more after a
 * while.
 */
export function keepTold(hub: Hub): void {
  const { roles } = hub.identity;
  if (!roles.includes("liaison") && !roles.includes("publisher")) return;
  setTimeout(() => {
    // A hub that is away, or tells nobody: asked again when a page is opened next.
    hub.call(NotificationService.getNotifications, {}, { patience: 0 }).catch(() => {});
  }, AFTER);
}
