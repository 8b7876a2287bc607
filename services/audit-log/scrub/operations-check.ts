import { type OperationRow, operationRows } from "../keep/operation-rows.ts";
import type { Difference } from "./difference.ts";
import type { Followed } from "./entry-check.ts";
import { partyText } from "./parts-check.ts";
import { checkRows, type Compared } from "./rows-check.ts";

/** The rows by which an entry is found that names joint operations. */
export function operationsOfEntry({ logged, its }: Followed, index: number): OperationRow[] {
  return operationRows(its.parts, logged.notices, index);
}

/** Compares the rows of a range of entries, in whatever order they are, with what they must be. */
export function checkOperations(
  found: readonly OperationRow[],
  expected: readonly OperationRow[],
): Difference | null {
  return checkRows(compared, found, expected);
}

const compared: Compared<OperationRow> = {
  table: "operation_entries",
  keyOf: ({ index, party, operation }) => `${index} ${party} ${operation}`,
  nameOf: ({ party }) => `${partyText(party)} by an operation`,
};
