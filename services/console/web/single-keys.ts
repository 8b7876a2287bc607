import { SharedValue } from "./shared-value.ts";

const kept = new SharedValue<boolean>("talanoa.single-keys", {
  read: (text) => text !== "off",
  write: (areOn) => (areOn ? "on" : "off"),
});

/**
 * Whether a letter or a sign that is pressed alone does something: unless one turned that off in this browser. Who speaks
 * to the device, or slips, would else acknowledge by a word (WCAG 2.2, 2.1.4).
 */
export const singleKeys = kept.signal;

/** Turns single keys on or off, in this browser from now on. */
export function turnSingleKeys(areOn: boolean): void {
  kept.change(() => areOn);
}
