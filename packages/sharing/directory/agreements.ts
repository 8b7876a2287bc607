import { type Category, DataPurpose } from "@talanoa/contract/generated/talanoa.ts";
import type { Directory, StandingAgreement, StandingEntry } from "./directory.ts";
import { covers } from "./entry.ts";

/** What somebody wants to send to somebody. */
export interface Sending {
  readonly from: string;
  readonly to: string;
  readonly category: Category;
  /** Unset is customs enforcement. */
  readonly purpose: DataPurpose;
  /** Unix ms. */
  readonly time: number;
}

/** The first agreement, by id, that is in force then and covers the category and the purpose; or null. */
export function agreementFor(directory: Directory, sending: Sending): StandingAgreement | null {
  const { from, to, category, time } = sending;
  const purpose = sending.purpose || DataPurpose.CUSTOMS_ENFORCEMENT;
  const standing = directory
    .agreementsBetween(from, to)
    .find(
      ({ agreement }) =>
        agreement.categories.includes(category) &&
        agreement.purposes.includes(purpose) &&
        covers(agreement.period, time),
    );
  return standing ?? null;
}

/** Finds agreements by their two parties; the index is made when it is first asked. */
export function agreementIndex(
  entries: Iterable<StandingEntry>,
): (from: string, to: string) => readonly StandingAgreement[] {
  const all = [...entries];
  let byParties: Map<string, StandingAgreement[]> | null = null;
  return (from, to) => {
    byParties ??= Map.groupBy(
      all.flatMap(({ entry: { agreement }, sequence }) =>
        agreement ? { agreement, sequence } : [],
      ),
      ({ agreement }) => `${agreement.from} ${agreement.to}`,
    );
    return byParties.get(`${from} ${to}`) ?? [];
  };
}
