import { HubError, refusal } from "@talanoa/platform/errors.ts";
import type { LifeRefusal } from "@talanoa/sharing/lifecycle/life.ts";

const sentences: { readonly [Rule in LifeRefusal]?: string } = {
  "notice-recalled": "Make a new notice: this one was recalled.",
  "notice-expired": "Make a new notice: this one has expired.",
  "version-replaced":
    "Share the newest version: a later one replaces this. Whoever asks, asks for that one.",
  "nothing-to-destroy":
    "Keep your copies: the notice stands, and nothing of it was recalled, erased or has expired.",
};

/** The refusal of what a notice's life does not allow any more, or not yet. */
export function refusedByLife(rule: LifeRefusal): HubError {
  const description = sentences[rule];
  // Nobody can name a notice that is not there and be told so in this way.
  if (!description) return new HubError("not-found", "there is no such notice");
  return refusal("failed-precondition", { field: "notice", rule, description });
}
