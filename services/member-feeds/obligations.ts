import type { NoticeRef, RoutedMarker } from "@talanoa/contract/generated/talanoa.ts";
import { recordOf } from "@talanoa/platform/bus/record-message.ts";
import type { StoredMessage } from "@talanoa/platform/bus/stored-message.ts";
import { obligationChanges } from "@talanoa/sharing/lifecycle/obligations.ts";
import type { Transaction } from "kysely";
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

/** Puts rows in. */
export async function insertObligations(
  transaction: Transaction<FeedTables>,
  rows: readonly ObligationRows[],
): Promise<void> {
  const due = rows.flatMap((its) => its.due);
  const met = rows.flatMap((its) => its.met);
  const released = rows.flatMap((its) => its.released);
  if (due.length > 0) await transaction.insertInto("obligation").values(due).execute();
  if (met.length > 0) await transaction.insertInto("obligation_met").values(met).execute();
  if (released.length > 0) {
    await transaction.insertInto("obligation_released").values(released).execute();
  }
}

function named({ origin, id }: NoticeRef): { origin: string; id: string } {
  return { origin, id: id.replaceAll("-", "") };
}

/** The officers to whom alone a participant's copy is for, by the decision in its marker. */
function officersOf(message: StoredMessage, participant: string): string[] {
  const decisions = recordOf(message)?.facts?.routed?.decisions ?? [];
  return decisions.find((its) => its.participant === participant)?.officers ?? [];
}
