import type { RowsOf } from "./directory.ts";

const none: readonly never[] = [];

/** Finds rows by the id of their list and the participant; each list is sorted when first asked for. */
export function rowIndex<Row extends { readonly participant: string }>(
  listOf: (id: string) => readonly Row[] | undefined,
): RowsOf<Row> {
  const lists = new Map<string, Map<string, Row[]>>();
  return (id, participant) => {
    let list = lists.get(id);
    if (!list) {
      list = Map.groupBy(listOf(id) ?? [], (row) => row.participant);
      lists.set(id, list);
    }
    return list.get(participant) ?? none;
  };
}
