/** What an inject of a kind does in the hub. */
export type Deed =
  /** An alert of this type. */
  | { readonly as: "alert"; readonly type: string }
  | { readonly as: "operation" }
  | { readonly as: "request"; readonly type: "information" | "action" }
  /** Answers the request that it refers to first. */
  | { readonly as: "reply" }
  /** A later version of what it refers to first, when that is the publisher's own; else an alert. */
  | { readonly as: "revision"; readonly revision: "correction" | "change" }
  /** The first notice that it refers to is acknowledged. */
  | { readonly as: "acknowledgement" }
  /** What came of the first notice that it refers to. */
  | { readonly as: "outcome" }
  | { readonly as: "search" }
  /** A statement about the first notice that it refers to. */
  | { readonly as: "statement"; readonly says: Saying }
  /** The answer to the question that it refers to first. */
  | { readonly as: "consent"; readonly granted: boolean }
  /** A change of the directory. */
  | { readonly as: "entry"; readonly change: EntryChange }
  /** Who is late with the first notice that it refers to. */
  | { readonly as: "overdue" };

type Saying = "consentAsked" | "recalled" | "erasureOrdered" | "destroyed" | "withdrawn";

/** What changes in the directory: an agreement, a joint operation, or a signing key of the publisher. */
export type EntryChange =
  | "agreement"
  | "agreement-end"
  | "operation-opening"
  | "operation-joining"
  | "operation-leaving"
  | "operation-closing"
  | "key-registration"
  | "key-revocation";

/**
 * How the notice kinds of scenarios stand in the hub: the one table. docs/exercises.md shows it, and a
 * test keeps the two the same.
 */
export const scenarioKinds = {
  "joint-operation-notice": { as: "operation" },
  "enforcement-alert": { as: "alert", type: "suspect-consignment" },
  "small-craft-alert": { as: "alert", type: "small-craft" },
  "sighting-report": { as: "alert", type: "sighting" },
  "seizure-report": { as: "alert", type: "seizure" },
  "passenger-risk-flag": { as: "alert", type: "suspect-traveller" },
  "method-note": { as: "alert", type: "method" },
  "lessons-note": { as: "alert", type: "method" },
  "hub-notice": { as: "alert", type: "method" },
  enrichment: { as: "alert", type: "method" },
  "request-for-information": { as: "request", type: "information" },
  "request-for-action": { as: "request", type: "action" },
  reply: { as: "reply" },
  correction: { as: "revision", revision: "correction" },
  "marking-change": { as: "revision", revision: "change" },
  "audience-change": { as: "revision", revision: "change" },
  acknowledgement: { as: "acknowledgement" },
  "flag-outcome": { as: "outcome" },
  search: { as: "search" },
  "consent-request": { as: "statement", says: "consentAsked" },
  "consent-grant": { as: "consent", granted: true },
  "consent-refusal": { as: "consent", granted: false },
  recall: { as: "statement", says: "recalled" },
  erasure: { as: "statement", says: "erasureOrdered" },
  destruction: { as: "statement", says: "destroyed" },
  withdrawal: { as: "statement", says: "withdrawn" },
  agreement: { as: "entry", change: "agreement" },
  "agreement-end": { as: "entry", change: "agreement-end" },
  "operation-opening": { as: "entry", change: "operation-opening" },
  "operation-joining": { as: "entry", change: "operation-joining" },
  "operation-leaving": { as: "entry", change: "operation-leaving" },
  "operation-closing": { as: "entry", change: "operation-closing" },
  "key-registration": { as: "entry", change: "key-registration" },
  "key-revocation": { as: "entry", change: "key-revocation" },
  overdue: { as: "overdue" },
} as const satisfies { readonly [kind: string]: Deed };

export type ScenarioKind = keyof typeof scenarioKinds;

export const kindNames = Object.keys(scenarioKinds) as ScenarioKind[];
