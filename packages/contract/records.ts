import type { Facts } from "./generated/talanoa.ts";

/** The steps of an exchange, by the field of Facts that holds what the record says of them. */
export const steps = {
  accepted: "accepted",
  refused: "refused",
  routed: "routed",
  released: "released",
  received: "received",
  opened: "opened",
  acknowledged: "acknowledged",
  directoryChanged: "directory-changed",
  queried: "queried",
  consentAsked: "consent-asked",
  consentGranted: "consent-granted",
  consentRefused: "consent-refused",
  recalled: "recalled",
  erasureOrdered: "erasure-ordered",
  destroyed: "destroyed",
  outcome: "outcome",
  withdrawn: "withdrawn",
  expired: "expired",
  erased: "erased",
  overdue: "overdue",
  heads: "heads",
  subscriptionDropped: "subscription-dropped",
  screened: "screened",
  watchlistChanged: "watchlist-changed",
  flagDecided: "flag-decided",
  profileChanged: "profile-changed",
  reidentified: "reidentified",
  countryGroupsChanged: "country-groups-changed",
  profileTried: "profile-tried",
} as const satisfies { readonly [Field in keyof Facts]: string };

export type StepField = keyof typeof steps;
export type Step = (typeof steps)[StepField];

/** The header that carries a message's record, in base64 or packed: see platform/bus/record-header.ts. */
export const RECORD_HEADER = "Talanoa-Record";

/**
 * The headers of a tombstone: what stands in the place of a message that was erased carries its record
 * unchanged, and these: where it stood, when it was stored (Unix ms), and the SHA-256 of its payload in
 * hexadecimal digits.
 */
export const ERASED_SEQUENCE = "Talanoa-Erased-Sequence";
export const ERASED_AT = "Talanoa-Erased-At";
export const ERASED_DIGEST = "Talanoa-Erased-Digest";

/** The header of a message that was put back from a backup: when the stream had first stored it, Unix ms. */
export const STORED_AT = "Talanoa-Stored-At";

const stepFields = Object.keys(steps) as StepField[];

/** Which step the facts are of; undefined for one that this version does not know. */
export function stepField(facts: Facts): StepField | undefined {
  return stepFields.find((field) => facts[field] !== null);
}
