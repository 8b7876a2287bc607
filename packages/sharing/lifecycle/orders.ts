import {
  Ending,
  LifeStep,
  type NoticeLife,
  type NoticeRef,
} from "@talanoa/contract/generated/talanoa.ts";

/** An erasing that a step in the life of a notice ordered. */
export interface Order {
  /** Its version is the newest of which content goes. */
  readonly notice: NoticeRef;
  readonly cause: "recalled" | "expired" | "erasure" | "outcome";
  /** Whether the whole content goes; otherwise the personal and passenger sections. */
  readonly whole: boolean;
  /** The statement that ordered it; null when the notice expired. */
  readonly statement: { readonly origin: string; readonly id: string } | null;
}

const causes: { readonly [Step in LifeStep]: Order["cause"] | null } = {
  [LifeStep.UNSPECIFIED]: null,
  [LifeStep.REVISED]: null,
  [LifeStep.CONSENT_GRANTED]: null,
  [LifeStep.RECALLED]: "recalled",
  [LifeStep.ERASURE_ORDERED]: "erasure",
  [LifeStep.NOTHING_FOUND]: "outcome",
  [LifeStep.EXPIRED]: "expired",
  [LifeStep.WITHDRAWN]: null,
  [LifeStep.SOMETHING_FOUND]: null,
};

/** What a step in the life of a notice orders to be erased; null for nothing. */
export function orderOf(life: NoticeLife): Order | null {
  const { notice, step, ending, personalErased, statement, statedBy } = life;
  const cause = causes[step];
  if (!cause || !notice) return null;
  const whole = ending !== Ending.UNSPECIFIED;
  // Others who were given it have not said yet what they found.
  if (!whole && personalErased === 0) return null;
  return {
    notice: { ...notice, version: whole ? notice.version : personalErased },
    cause,
    whole,
    statement: statement ? { origin: statedBy, id: statement } : null,
  };
}

/** By what name the record that closes the erasing is found. */
export function closingName({ statement }: Order): string {
  return statement?.id ?? "expired";
}
