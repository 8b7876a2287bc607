import { HubError, refusal } from "@talanoa/platform/errors.ts";
import type { LifeRefusal } from "@talanoa/sharing/lifecycle/life.ts";

type Sentences = { readonly [Rule in LifeRefusal]?: string };

/** Who said what is refused: of its own notice, of one that it reads, or in a reply to a request. */
export type SaidBy = "originator" | "reader" | "answerer";

const sentences: Sentences = {
  "notice-recalled": "Make a new notice: this one was recalled.",
  "notice-expired": "Make a new notice: this one has expired.",
  "version-replaced":
    "Share the newest version: a later one replaces this. Whoever asks, asks for that one.",
  "nothing-to-destroy":
    "Keep your copies: the notice stands, and nothing of it was recalled, erased or has expired.",
  "outcome-taken-back":
    "Say that you take it back: your administration has stated that it found something. The data on persons and passengers that came with the notice are then shown to you no more.",
  "withdrawn-once": "Leave it: this request was withdrawn before.",
};

/** What is said in place of a sentence to who cannot make another notice. */
const insteadTo: { readonly [By in SaidBy]: Sentences } = {
  originator: {},
  reader: {
    "notice-recalled": "Destroy your copies, and say that you did: this notice was recalled.",
    "notice-expired": "Leave it: this notice has expired.",
  },
  answerer: {
    "notice-recalled": "Leave it: this request was recalled, nobody waits for an answer.",
    "request-withdrawn": "Leave it: this request was withdrawn, nobody waits for an answer.",
  },
};

/** The refusal of what a notice's life does not allow any more, or not yet. */
export function refusedByLife(rule: LifeRefusal, by: SaidBy = "originator"): HubError {
  const description = insteadTo[by][rule] ?? sentences[rule];
  // Nobody can name a notice that is not there and be told so in this way.
  if (!description) return new HubError("not-found", "there is no such notice");
  const ofReader = rule === "outcome-taken-back" ? "outcome.takes_back" : "notice";
  const field = by === "answerer" ? "reply.request" : ofReader;
  return refusal("failed-precondition", { field, rule, description });
}
