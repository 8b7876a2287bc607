import type { NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import type { LogPart } from "@talanoa/sharing/record/entry.ts";
import { WHOLE_LOG } from "../tables/migrations.ts";
import type { CopyRows } from "./copy-rows.ts";
import { isId, isNamed } from "./heads.ts";

/** A row of `operation_entries`. */
export interface OperationRow {
  readonly party: string;
  readonly operation: string;
  readonly index: number;
  /** The notice that belongs to the operation; empty where the record is of the operation itself. */
  readonly origin: string;
  readonly notice: string;
}

/** The rows by which an entry is found of which parts name joint operations: of who sees the whole log, too. */
export function operationRows(
  parts: readonly Pick<LogPart, "party" | "operations">[],
  notices: readonly NoticeRef[],
  index: number,
): OperationRow[] {
  const naming = parts.filter(({ party, operations }) => operations.length > 0 && isId(party));
  if (naming.length === 0) return [];
  const notice = notices.find(isNamed);
  const about = { origin: notice?.origin ?? "", notice: notice?.id ?? "" };
  const all = new Set(naming.flatMap(({ operations }) => operations));
  return [{ party: WHOLE_LOG, operations: [...all] }, ...naming].flatMap(({ party, operations }) =>
    operations.filter(isId).map((operation) => ({ party, operation, index, ...about })),
  );
}

export function addOperationRow(rows: CopyRows, row: OperationRow): void {
  const { party, operation, index, origin, notice } = row;
  rows.row(5).ascii(party).ascii(operation).int8(index).ascii(origin).ascii(notice);
}
