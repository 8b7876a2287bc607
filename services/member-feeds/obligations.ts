import type { NoticeRef, RoutedMarker } from "@talanoa/contract/generated/talanoa.ts";
import { recordOf } from "@talanoa/platform/bus/record-message.ts";
import type { StoredMessage } from "@talanoa/platform/bus/stored-message.ts";
import { obligationChanges } from "@talanoa/sharing/lifecycle/obligations.ts";
import { sql, type Transaction } from "kysely";
import type { FeedTables } from "./database.ts";

/** What markers change in what is due, as rows. */
export interface ObligationRows {
  readonly due: FeedTables["obligation"][];
  readonly met: FeedTables["obligation_met"][];
  readonly released: FeedTables["obligation_released"][];
}

/** The rows of one marker. */
export function obligationRows(message: StoredMessage, marker: RoutedMarker): ObligationRows {
  const { sequence, subject } = message;
  const rows: ObligationRows = { due: [], met: [], released: [] };
  for (const its of obligationChanges(marker, subject)) {
    switch (its.change) {
      case "due": {
        const { notice, of, dueAt: due_at, participants } = its.obligation;
        const { version } = notice;
        const row = { sequence, of, ...named(notice), version, due_at };
        rows.due.push({ ...row, participants: [...participants] });
        break;
      }
      case "met": {
        const { notice, of, participant, reply } = its;
        const shownTo = reply ? officersOf(message, notice.origin) : [];
        rows.met.push({
          sequence,
          of,
          ...named(notice),
          participant,
          officers: shownTo,
          reply_id: reply ? named(reply).id : "",
          reply_version: reply?.version ?? 0,
        });
        break;
      }
      case "released":
        rows.released.push({ sequence, of: its.of, ...named(its.notice) });
    }
  }
  return rows;
}

/** Puts rows in, but for notices whose content is gone. */
export async function insertObligations(
  transaction: Transaction<FeedTables>,
  rows: readonly ObligationRows[],
): Promise<void> {
  const all = rows.flatMap(({ due, met, released }) => [...due, ...met, ...released]);
  if (all.length === 0) return;
  const erased = await erasedAmong(transaction, all);
  const standing = <Row extends Named>(its: readonly Row[]) =>
    its.filter((row) => !erased.has(nameOf(row)));
  const due = standing(rows.flatMap((its) => its.due));
  const met = standing(rows.flatMap((its) => its.met));
  const released = standing(rows.flatMap((its) => its.released));
  if (due.length > 0) await transaction.insertInto("obligation").values(due).execute();
  if (met.length > 0) await transaction.insertInto("obligation_met").values(met).execute();
  if (released.length > 0) {
    await transaction.insertInto("obligation_released").values(released).execute();
  }
}

/** A notice, its id without dashes. */
interface Named {
  readonly origin: string;
  readonly id: string;
}

async function erasedAmong(
  transaction: Transaction<FeedTables>,
  notices: readonly Named[],
): Promise<ReadonlySet<string>> {
  const ids = [...new Set(notices.map(({ id }) => id))];
  const found = await transaction
    .selectFrom("erased_notice")
    .select(["origin", "id"])
    .where(sql<boolean>`id = any(${ids}::text[])`)
    .execute();
  return new Set(found.map(nameOf));
}

function nameOf({ origin, id }: Named): string {
  return `${origin}/${id}`;
}

function named({ origin, id }: NoticeRef): { origin: string; id: string } {
  return { origin, id: id.replaceAll("-", "") };
}

/** The officers to whom alone a participant's copy is for, by the decision in its marker. */
function officersOf(message: StoredMessage, participant: string): string[] {
  const decisions = recordOf(message)?.facts?.routed?.decisions ?? [];
  return decisions.find((its) => its.participant === participant)?.officers ?? [];
}
