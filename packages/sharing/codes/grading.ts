interface Grade {
  readonly title: string;
  readonly meaning: string;
}

/** The grading scheme that the hub checks; others may name their own. */
export const ADMIRALTY = "admiralty";

/** How far the source is trusted, on the Admiralty scale. */
export const reliabilityGrades: { readonly [grade: string]: Grade } = {
  A: { title: "Completely reliable", meaning: "No doubt about the source; has always been right." },
  B: { title: "Usually reliable", meaning: "Small doubts; right most of the time." },
  C: { title: "Fairly reliable", meaning: "Some doubts; has been right before." },
  D: { title: "Not usually reliable", meaning: "Serious doubts; has been right at times." },
  E: { title: "Unreliable", meaning: "Known to lack honesty or skill; has been wrong." },
  F: { title: "Cannot be judged", meaning: "No basis to rate the source, for example a new one." },
};

/** How credible the information is, on the Admiralty scale. */
export const credibilityGrades: { readonly [grade: number]: Grade } = {
  1: {
    title: "Confirmed",
    meaning: "Other independent sources say the same; logical; fits what is known.",
  },
  "2": { title: "Probably true", meaning: "Not confirmed; logical; fits what is known." },
  "3": {
    title: "Possibly true",
    meaning: "Not confirmed; reasonably logical; fits part of what is known.",
  },
  "4": {
    title: "Doubtful",
    meaning: "Not confirmed; possible but not logical; nothing else on the subject.",
  },
  "5": { title: "Improbable", meaning: "Not confirmed; not logical; against what is known." },
  "6": { title: "Cannot be judged", meaning: "No basis to rate the information." },
};
