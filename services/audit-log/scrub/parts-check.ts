import { findable } from "../keep/append.ts";
import { isId } from "../keep/heads.ts";
import { stepCodes, WHOLE_LOG } from "../tables/migrations.ts";
import type { Difference } from "./difference.ts";
import type { Followed } from "./entry-check.ts";
import { checkRows, type Compared } from "./rows-check.ts";

/** A row of `parts`. */
export interface PartRow {
  readonly index: number;
  readonly at: number;
  readonly step: number;
  readonly exercise: boolean;
  readonly party: string;
  readonly participant: string;
  readonly principal: string;
}

/** The rows by which an entry is found: one a party, and one for those who see the whole log. */
export function partsOfEntry({ logged, its }: Followed, index: number): PartRow[] {
  const { at, exercise } = logged;
  const participant = findable(logged.participant);
  const step = stepCodes[its.step];
  const all = [{ party: WHOLE_LOG, principal: logged.principal }];
  return [...all, ...its.parts.filter(({ party }) => isId(party))].map(({ party, principal }) => ({
    index,
    at,
    step,
    exercise,
    party,
    participant,
    principal: findable(principal),
  }));
}

/** Compares the rows of a range of entries, in whatever order they are, with what they must be. */
export function checkParts(
  found: readonly PartRow[],
  expected: readonly PartRow[],
): Difference | null {
  return checkRows(compared, found, expected);
}

const compared: Compared<PartRow> = {
  table: "parts",
  keyOf: ({ index, party }) => `${index} ${party}`,
  nameOf: ({ party }) => partyText(party),
};

/** A party as it is told. */
export function partyText(party: string): string {
  return party === WHOLE_LOG ? "all who see the whole log" : isId(party) ? party : "no party";
}
