import type { CopyRef, Facts, NoticeRef, Record } from "@talanoa/contract/generated/talanoa.ts";
import { type StepField, stepField } from "@talanoa/contract/records.ts";

type Named = readonly (NoticeRef | null)[];
type FactsOf<Field extends StepField> = NonNullable<Facts[Field]>;

const ofCopies = ({ copies }: { copies: readonly CopyRef[] }) => copies.map(({ notice }) => notice);

/** The notices that a record of each step is about. A step without a row does not compile. */
const noticesOfStep: { readonly [Field in StepField]: (facts: FactsOf<Field>) => Named } = {
  accepted: ({ notice }) => [notice],
  refused: ({ notice }) => [notice],
  routed: ({ notice }) => [notice],
  released: ofCopies,
  received: ofCopies,
  opened: ofCopies,
  acknowledged: ({ notice }) => [notice],
  consentAsked: ({ notice }) => [notice],
  consentGranted: ({ notice }) => [notice],
  consentRefused: ({ notice }) => [notice],
  recalled: ({ notice }) => [notice],
  erasureOrdered: ({ notice }) => [notice],
  destroyed: ({ notice }) => [notice],
  outcome: ({ notice }) => [notice],
  withdrawn: ({ notice }) => [notice],
  expired: ({ notice }) => [notice],
  erased: ({ notice }) => [notice],
  overdue: ({ notice }) => [notice],
  directoryChanged: () => [],
  queried: ({ notice }) => [notice],
  heads: () => [],
  subscriptionDropped: () => [],
  screened: () => [],
  watchlistChanged: () => [],
  flagDecided: ({ notice }) => [notice],
  profileChanged: () => [],
  reidentified: () => [],
  countryGroupsChanged: () => [],
  profileTried: () => [],
};

/** The versions of notices that a record is about, as it names them: one may come twice. */
export function noticesOf(facts: Facts): NoticeRef[] {
  const field = stepField(facts);
  if (!field) return [];
  const notices = noticesOfStep[field] as (facts: unknown) => Named;
  return notices(facts[field]).filter((notice) => notice !== null);
}

/**
 * The notices of a party's own that a record is about, all versions of one together, in the order in
 * which the facts first name them.
 */
export function ownNotices({ facts }: Pick<Record, "facts">, party: string): NoticeRef[] {
  if (!facts) return [];
  const own = noticesOf(facts).filter(({ origin }) => origin === party);
  return own.length < 2 ? own : [...new Map(own.map((notice) => [notice.id, notice])).values()];
}
