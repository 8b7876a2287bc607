import { Kind, SectionType } from "./generated/talanoa.ts";

/** What a request and its reply may tell besides. */
const whatIsKnown = [
  SectionType.PLACES,
  SectionType.GOODS,
  SectionType.CONVEYANCE,
  SectionType.NARRATIVE,
  SectionType.IMAGE,
  SectionType.PERSONS,
  SectionType.COMPANIES,
  SectionType.SOURCE,
  SectionType.REFERENCE,
] as const;

/** Which sections a notice of each kind has: those it must have, and those it may have. */
export const kinds = {
  [Kind.ALERT]: {
    required: [SectionType.SUMMARY, SectionType.PLACES],
    optional: [
      SectionType.GOODS,
      SectionType.CONVEYANCE,
      SectionType.NARRATIVE,
      SectionType.IMAGE,
      SectionType.PERSONS,
      SectionType.PASSENGERS,
      SectionType.COMPANIES,
      SectionType.SOURCE,
      SectionType.REFERENCE,
    ],
  },
  [Kind.OPERATION]: {
    required: [SectionType.SUMMARY, SectionType.OPERATION],
    optional: [
      SectionType.PLACES,
      SectionType.GOODS,
      SectionType.NARRATIVE,
      SectionType.IMAGE,
      SectionType.SOURCE,
      SectionType.REFERENCE,
    ],
  },
  [Kind.REQUEST]: {
    required: [SectionType.SUMMARY, SectionType.REQUEST],
    optional: whatIsKnown,
  },
  [Kind.REPLY]: {
    required: [SectionType.SUMMARY, SectionType.REPLY],
    optional: whatIsKnown,
  },
  [Kind.RISK_FLAG]: {
    required: [SectionType.SUMMARY, SectionType.RISK_FLAG],
    // Little, so that it goes without data on travellers wherever it may not take them.
    optional: [SectionType.PASSENGERS, SectionType.REFERENCE],
  },
} satisfies {
  readonly [Key in Exclude<Kind, 0>]: {
    readonly required: readonly SectionType[];
    readonly optional: readonly SectionType[];
  };
};

export type KnownKind = Exclude<Kind, 0>;

export function isKnownKind(kind: number): kind is KnownKind {
  return kind in kinds;
}
