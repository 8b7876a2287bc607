import { signal } from "@preact/signals";
import { browserStore } from "./browser-store.ts";

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

const KEPT = "talanoa.theme";

function kept(): Theme {
  const its = browserStore.getItem(KEPT);
  return themes.find((theme) => theme === its) ?? "system";
}

/** How the page is lit: as this machine is, unless one chose otherwise in this browser. */
export const theme = signal<Theme>(kept());

/** Lights the page otherwise, in this browser from now on. */
export function light(next: Theme): void {
  if (next === "system") browserStore.removeItem(KEPT);
  else browserStore.setItem(KEPT, next);
  theme.value = next;
  show();
}

/** Puts the theme on the page; done once before anything is drawn. */
export function show(): void {
  const { dataset } = document.documentElement;
  if (theme.value === "system") delete dataset["theme"];
  else dataset["theme"] = theme.value;
}
