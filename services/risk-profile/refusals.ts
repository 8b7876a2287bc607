import { limits } from "@talanoa/passenger/limits.ts";
import { type HubError, type HubErrorCode, invalid, refusal } from "@talanoa/platform/errors.ts";
import { most } from "./limits.ts";

interface Rule {
  readonly code: HubErrorCode;
  readonly field: string;
  /** What to do. */
  readonly says: string;
}

/** The rules by which the screening refuses, but those whose sentence tells of what was sent. */
const rules = {
  "case-number": {
    code: "invalid-argument",
    field: "case_number",
    says: "Give a case number of at most 64 letters, digits, spaces and ./_- that begins with a letter or digit; no names.",
  },
  "flag-decided": {
    code: "failed-precondition",
    field: "decision",
    says: "The flag was decided otherwise, or withdrawn: it is not decided again.",
  },
  "flag-decision": {
    code: "invalid-argument",
    field: "decision",
    says: "Say whether to confirm or to dismiss the flag.",
  },
  "flag-grade": {
    code: "invalid-argument",
    field: "grade",
    says: "Say which grade its flags have: A, B, C or D.",
  },
  "flag-nobody": {
    code: "failed-precondition",
    field: "id",
    says: "No Member is at an airport of this journey: there is nobody to tell. Dismiss the flag.",
  },
  "flag-past": {
    code: "failed-precondition",
    field: "id",
    says: "The flight landed days ago: nobody is left to tell. Dismiss the flag.",
  },
  "flag-stands": {
    code: "not-found",
    field: "id",
    says: "Name a flag of your administration: talanoa flag list shows them.",
  },
  "flight-date-form": {
    code: "invalid-argument",
    field: "day",
    says: "Give the day of the flight as YYYY-MM-DD.",
  },
  "list-count": {
    code: "failed-precondition",
    field: "id",
    says: `A Member has up to ${most.lists} lists: remove one, or put the entries into another.`,
  },
  "list-stands": {
    code: "not-found",
    field: "id",
    says: "Name a list of your administration: talanoa watchlist list shows them.",
  },
  "message-size": {
    code: "invalid-argument",
    field: "chunk",
    says: `A message in parts has up to ${most.travellers} travellers, ${most.bookings} PNRs and as many bytes as a transmission may: send it as several messages.`,
  },
  "profile-change": {
    code: "invalid-argument",
    field: "change",
    says: "Say whether to propose, activate, return or retire the version.",
  },
  "profile-cost": {
    code: "failed-precondition",
    field: "id",
    says: `The active profiles of a Member take up to ${most.activeCost} steps a traveller together: make this one cheaper, or retire one first.`,
  },
  "profile-count": {
    code: "failed-precondition",
    field: "id",
    says: `A Member has up to ${most.activeProfiles} active profiles: retire one first.`,
  },
  purpose: { code: "invalid-argument", field: "purpose", says: "Say what it is for." },
  "request-stands": {
    code: "not-found",
    field: "request",
    says: "Name a request of your administration of the last day.",
  },
  room: {
    code: "resource-exhausted",
    field: "chunk",
    says: "Too much is being screened now: send it again later.",
  },
  "screening-identity": {
    code: "failed-precondition",
    field: "id",
    says: "Your administration's screening has no identity at the hub, so it can tell nobody.",
  },
  "second-person": {
    code: "failed-precondition",
    field: "request",
    says: "Another person than who asked must grant it.",
  },
  "time-order": { code: "invalid-argument", field: "until", says: "It ends after it begins." },
  "waiting-parts": {
    code: "resource-exhausted",
    field: "chunk",
    says: `Parts of up to ${limits.openMessages} messages, with up to ${limits.openBytes} bytes, wait for others: send what these lack, or send it again once they have waited long enough.`,
  },
  "transmission-bookings": {
    code: "invalid-argument",
    field: "chunk",
    says: `A transmission has up to ${most.bookings} PNRs: send its messages apart.`,
  },
  "transmission-documents": {
    code: "invalid-argument",
    field: "chunk",
    says: `A traveller has up to ${most.documents} documents and payments: send what is of others under their names.`,
  },
  "transmission-held": {
    code: "invalid-argument",
    field: "chunk",
    says: "What the transmission says is more than can be kept together: send its messages apart.",
  },
  "transmission-names": {
    code: "invalid-argument",
    field: "chunk",
    says: `A transmission has up to ${most.names} names of travellers, with those in their documents: send its messages apart.`,
  },
  "transmission-places": {
    code: "invalid-argument",
    field: "chunk",
    says: `A message names up to ${most.places} places of its flights, and a PNR as many legs: send its flights apart.`,
  },
  "transmission-segments": {
    code: "invalid-argument",
    field: "chunk",
    says: `A transmission has up to ${most.segments} segments: send its messages apart.`,
  },
  "transmission-travellers": {
    code: "invalid-argument",
    field: "chunk",
    says: `A transmission has up to ${most.travellers} travellers: send its messages apart.`,
  },
  "transmission-whole": {
    code: "invalid-argument",
    field: "last",
    says: "Mark the last chunk of each transmission: nothing of this one was kept.",
  },
  "trip-stands": {
    code: "not-found",
    field: "trip",
    says: "Name a trip that your administration still keeps.",
  },
} as const satisfies { readonly [rule: string]: Rule };

/** The refusal of a request by one of the rules. */
export function refused(rule: keyof typeof rules): HubError {
  const { code, field, says }: Rule = rules[rule];
  const violation = { field, rule, description: says };
  return code === "invalid-argument" ? invalid([violation]) : refusal(code, violation);
}
