import type { Hub } from "@talanoa/client/hub.ts";
import { inPage, type UnfailingStore, windowStore } from "../browser-store.ts";

export type Officer = Pick<Hub["identity"], "participant" | "principal">;

/**
 * Where what was sent from a dialog is kept until the hub answers. Content is not left in the browser: what stands is
 * seen on the page by whoever opens another window.
 */
export const unansweredStore = inPage(windowStore);

/** The name of what an officer did by `what`, of which one at a time has no answer. */
export function placeOf(officer: Officer, what: string): string {
  return `${prefixOf(officer)}${what}`;
}

/** Whether something of an officer is kept in this window. */
export function hasUnanswered(officer: Officer, store: UnfailingStore = unansweredStore): boolean {
  return placesOf(officer, store).length > 0;
}

/** Erases from this window all that an officer sent so and that has no answer yet. */
export function eraseUnanswered(officer: Officer, store: UnfailingStore = unansweredStore): void {
  for (const place of placesOf(officer, store)) store.removeItem(place);
}

function placesOf(officer: Officer, store: UnfailingStore): string[] {
  const prefix = prefixOf(officer);
  return store.names().filter((name) => name.startsWith(prefix));
}

function prefixOf({ participant, principal }: Officer): string {
  return `talanoa.unanswered.${participant}.${principal}.`;
}
