import { findable } from "../keep/append.ts";
import { isId } from "../keep/heads.ts";
import { stepCodes, WHOLE_LOG } from "../tables/migrations.ts";
import { type Difference, difference, otherColumns } from "./difference.ts";
import type { Followed } from "./entry-check.ts";

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
  const rows = Map.groupBy(found, keyOf);
  for (const row of expected) {
    const key = keyOf(row);
    const its = rows.get(key) ?? [];
    const [one] = its;
    const named = `the row of entry ${row.index} for ${partyText(row.party)}`;
    if (!one) return difference("parts", row.index, "", `${named} is missing`);
    if (its.length > 1) return difference("parts", row.index, "", `${named} stands there twice`);
    const [column] = otherColumns(one, row);
    if (column) {
      return difference(
        "parts",
        row.index,
        column,
        `${named} has another ${column} than its record`,
      );
    }
    rows.delete(key);
  }
  for (const [row] of rows.values()) {
    const text = `a row says that entry ${row!.index} is for ${partyText(row!.party)}, which its record does not say`;
    return difference("parts", row!.index, "", text);
  }
  return null;
}

function keyOf({ index, party }: PartRow): string {
  return `${index} ${party}`;
}

function partyText(party: string): string {
  return party === WHOLE_LOG ? "all who see the whole log" : isId(party) ? party : "no party";
}
