import {
  Ending,
  LifeStep,
  type NoticeLife,
  type NoticeRef,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";

/** How far the life of a notice has come, all its versions together. */
export interface Life {
  /** The newest version that was accepted; 0 before the first. */
  readonly newest: number;
  readonly ending: Ending;
  /** The personal and passenger sections of the versions up to this one are to be erased; 0 for none. */
  readonly personalErased: number;
  /** Of a request: its originator no longer needs an answer. */
  readonly withdrawn: boolean;
  /** Who was given personal sections and found nothing: up to which version, by participant. */
  readonly cleared: { readonly [participant: string]: number };
  /** Who was given personal sections, and last said that it found something. */
  readonly found: readonly string[];
}

/** Before the first version. */
export const unborn: Life = {
  newest: 0,
  ending: Ending.UNSPECIFIED,
  personalErased: 0,
  withdrawn: false,
  cleared: {},
  found: [],
};

/** A participant, but for the originator, that was given personal or passenger sections, and the newest version of which it was. */
export interface Given {
  readonly participant: string;
  readonly version: number;
}

/** What may happen to a notice. What may be said of it at any time and changes nothing has no event here. */
export type LifeEvent =
  | { readonly type: "accepted"; readonly version: number }
  | { readonly type: "consent-granted"; readonly version: number }
  | { readonly type: "recalled" }
  | { readonly type: "erasure-ordered" }
  /** One of those who were given personal sections has found nothing, by them in a version. */
  | {
      readonly type: "nothing-found";
      readonly by: string;
      readonly version: number;
      readonly given: readonly Given[];
      /** Whether it takes back that it found something. */
      readonly takesBack: boolean;
    }
  /** One of them has found something. It may be said when the notice is over, and then changes nothing. */
  | { readonly type: "something-found"; readonly by: string }
  | { readonly type: "expired" }
  | { readonly type: "destroyed" }
  | { readonly type: "withdrawn" }
  /** Something is said that changes nothing, and has a sense only while the notice stands. */
  | { readonly type: "spoken-of" }
  /** A reply to the request. */
  | { readonly type: "answered" };

/** Why something may not happen; the names of the rules that refuse it. */
export type LifeRefusal =
  | "version-next"
  | "notice-exists"
  | "notice-recalled"
  | "notice-expired"
  | "version-replaced"
  | "nothing-to-destroy"
  | "outcome-taken-back"
  | "withdrawn-once"
  | "request-withdrawn"
  | "notice-unknown";

/** What is left of the content of a version. */
export type Content = "whole" | "without-personal" | "gone";

/** The life after an event, or why that may not happen now. */
export function after(life: Life, event: LifeEvent): Life | LifeRefusal {
  if (event.type === "destroyed") {
    const something = hasEnded(life) || life.personalErased > 0;
    return something ? life : "nothing-to-destroy";
  }
  if (event.type === "something-found") return hasEnded(life) ? life : withFound(life, event.by);
  if (life.ending === Ending.RECALLED) return "notice-recalled";
  // An answer may come late, also when the request is no longer kept.
  if (event.type === "answered") return life.withdrawn ? "request-withdrawn" : life;
  if (life.ending === Ending.EXPIRED) return "notice-expired";
  if (event.type === "accepted") {
    if (event.version <= life.newest) return "notice-exists";
    return event.version === life.newest + 1 ? { ...life, newest: event.version } : "version-next";
  }
  if (life.newest === 0) return "notice-unknown";
  switch (event.type) {
    // Whoever comes later gets what stands now, not what was wrong before.
    case "consent-granted":
      return event.version < life.newest ? "version-replaced" : life;
    case "recalled":
      return { ...life, ending: Ending.RECALLED };
    case "expired":
      return { ...life, ending: Ending.EXPIRED };
    case "erasure-ordered":
      return { ...life, personalErased: life.newest };
    case "nothing-found":
      return afterNothing(life, event);
    case "withdrawn":
      return life.withdrawn ? "withdrawn-once" : { ...life, withdrawn: true };
    case "spoken-of":
      return life;
  }
  return event satisfies never;
}

/**
 * What one found to be nothing another may still have to look at: it is erased once all have said so, each of the newest
 * version that it was given. Who speaks of an earlier one has not seen that: a later version is a new question.
 */
function afterNothing(
  life: Life,
  { by, version, given, takesBack }: Extract<LifeEvent, { type: "nothing-found" }>,
): Life | LifeRefusal {
  if (version > life.newest) return "notice-unknown";
  // It cannot be undone: a slip of the pen is asked about.
  if (life.found.includes(by) && !takesBack) return "outcome-taken-back";
  const found = life.found.filter((each) => each !== by);
  const cleared = { ...life.cleared, [by]: Math.max(life.cleared[by] ?? 0, version) };
  const byAll = given.every((its) => (cleared[its.participant] ?? 0) >= its.version);
  const upTo = byAll ? Math.max(0, ...given.map((its) => its.version)) : 0;
  return { ...life, found, cleared, personalErased: Math.max(life.personalErased, upTo) };
}

function withFound(life: Life, by: string): Life {
  return life.found.includes(by) ? life : { ...life, found: [...life.found, by].toSorted() };
}

/** Whether it is over: recalled or expired. */
export function hasEnded({ ending }: Life): boolean {
  return ending !== Ending.UNSPECIFIED;
}

/** Whether `after` refused. */
export function isRefused(outcome: Life | LifeRefusal): outcome is LifeRefusal {
  return typeof outcome === "string";
}

/** What of a version's content may be handed out; who has cleared it is given no personal sections even so. */
export function contentOf(life: Life, version: number): Content {
  if (hasEnded(life)) return "gone";
  return version <= life.personalErased ? "without-personal" : "whole";
}

/** The step that writes an event down; null for one that changes nothing, and for the first version. */
export function stepOf(event: LifeEvent): LifeStep | null {
  switch (event.type) {
    case "accepted":
      return event.version > 1 ? LifeStep.REVISED : null;
    case "consent-granted":
      return LifeStep.CONSENT_GRANTED;
    case "recalled":
      return LifeStep.RECALLED;
    case "erasure-ordered":
      return LifeStep.ERASURE_ORDERED;
    case "nothing-found":
      return LifeStep.NOTHING_FOUND;
    case "something-found":
      return LifeStep.SOMETHING_FOUND;
    case "expired":
      return LifeStep.EXPIRED;
    case "withdrawn":
      return LifeStep.WITHDRAWN;
    case "destroyed":
    case "spoken-of":
    case "answered":
      return null;
  }
  return event satisfies never;
}

/** A life as the stream keeps it, with what made it so. */
export function writtenLife(
  { newest, ending, personalErased, withdrawn, cleared, found }: Life,
  step: LifeStep,
  { origin, id }: Pick<NoticeRef, "origin" | "id">,
  by: { readonly statement: string; readonly origin: string } | null,
): Init<NoticeLife> {
  return {
    step,
    notice: { origin, id, version: newest },
    ending,
    personalErased,
    withdrawn,
    cleared: Object.entries(cleared).map(([participant, version]) => ({ participant, version })),
    found: [...found],
    ...(by && { statement: by.statement, statedBy: by.origin }),
  };
}

/** Reads a life as the stream keeps it. */
export function readLife(life: NoticeLife): Life {
  const { notice, ending, personalErased, withdrawn, found } = life;
  const cleared = Object.fromEntries(
    life.cleared.map(({ participant, version }) => [participant, version]),
  );
  return { newest: notice?.version ?? 0, ending, personalErased, withdrawn, cleared, found };
}
