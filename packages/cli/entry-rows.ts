import { listDirectory } from "@talanoa/client/directory.ts";
import type { DirectoryEntry, Period } from "@talanoa/contract/generated/talanoa.ts";
import type { DirectoryType } from "@talanoa/contract/subjects.ts";
import type { Context } from "./context.ts";
import type { Json } from "./json.ts";
import { printRows } from "./print.ts";
import { openSession } from "./session.ts";
import type { Cell, Column } from "./table.ts";
import { isoTime, utc } from "@talanoa/client/times.ts";

/** How the entries of one type of the directory are shown. */
export interface Form<Row> {
  readonly type: DirectoryType;
  readonly columns: readonly Column[];
  readonly none: string;
  row(entry: DirectoryEntry): Row | null;
  cells(row: Row): Cell[];
  json(row: Row): Json;
  /** What is not in the directory and belongs beside it. */
  beside?(receiptKey: { kid: string; x: string }): Row[];
  sort(row: Row): string;
}

/** Prints all entries of a type that one may see. */
export async function print<Row>(context: Context, form: Form<Row>): Promise<void> {
  await using session = await openSession(context);
  const entries = await listDirectory(session.hub, form.type, { signal: context.signal });
  const rows = entries.flatMap(({ entry }) => (entry && form.row(entry)) ?? []) as Row[];
  rows.sort((a, b) => (form.sort(a) < form.sort(b) ? -1 : 1));
  rows.push(...(form.beside?.(session.identity.hub.receiptKey) ?? []));
  await printRows(context, rows, form);
}

/** `from 2025-01-01 until 2026-01-01`; the days are of UTC. */
export function periodText(period: Period | null): string {
  const day = (at: number) => utc(at).slice(0, 10);
  if (!period || (period.from === 0 && period.until === 0)) return "always";
  if (period.until === 0) return `from ${day(period.from)}`;
  return `${period.from === 0 ? "" : `from ${day(period.from)} `}until ${day(period.until)}`;
}

export function periodJson(period: Period | null): { from: string | null; until: string | null } {
  return { from: isoTime(period?.from ?? 0), until: isoTime(period?.until ?? 0) };
}
