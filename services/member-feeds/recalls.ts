import type { RoutedMarker } from "@talanoa/contract/generated/talanoa.ts";
import { steps } from "@talanoa/contract/records.ts";
import { recordOf } from "@talanoa/platform/bus/record-message.ts";
import type { Transaction } from "kysely";
import type { FeedTables } from "./database.ts";
import type { Feeds } from "./feeds.ts";
import { followStatements, type Stated } from "./follow-statements.ts";

type Row = FeedTables["recall_open"];

/** What a marker changes in what is to be destroyed; ids without dashes. */
type Change =
  | { readonly change: "recalled"; readonly rows: readonly Row[] }
  | { readonly change: "destroyed"; readonly row: Pick<Row, "origin" | "id" | "participant"> };

/**
 * Keeps who has still to destroy its copies of what was recalled, as `followStatements` does. The rows outlive the notice: it
 * is gone by then.
 */
export function keepRecalls(
  feeds: Pick<Feeds, "bus" | "db" | "log">,
  signal: AbortSignal,
): Promise<void> {
  return followStatements<Change>(
    feeds,
    { state: "recall_state", read: changeOf, put: apply },
    signal,
  );
}

function changeOf(
  { card, says, recipients }: RoutedMarker,
  { message, by }: Stated,
): Change | null {
  if (!card?.notice) return null;
  const { origin } = card.notice;
  const id = card.notice.id.replaceAll("-", "");
  if (says === steps.destroyed)
    return { change: "destroyed", row: { origin, id, participant: by } };
  if (says !== steps.recalled || by !== origin) return null;
  const { sequence, storedAt: told_at } = message;
  const { exercise } = card;
  const decisions = recordOf(message)?.facts?.routed?.decisions ?? [];
  const rows = recipients
    .filter((participant) => participant !== origin)
    .map((participant) => {
      const officers = decisions.find((its) => its.participant === participant)?.officers ?? [];
      return { sequence, origin, id, participant, officers, exercise, told_at };
    });
  return { change: "recalled", rows };
}

/** In the order of the stream: what was destroyed before, as of erased persons, answers no recall. */
async function apply(
  transaction: Transaction<FeedTables>,
  changes: readonly Change[],
): Promise<void> {
  for (const its of changes) await applyOne(transaction, its);
}

async function applyOne(transaction: Transaction<FeedTables>, its: Change): Promise<void> {
  switch (its.change) {
    case "recalled":
      if (its.rows.length === 0) return;
      await transaction
        .insertInto("recall_open")
        .values([...its.rows])
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      return;
    case "destroyed":
      await transaction
        .deleteFrom("recall_open")
        .where("origin", "=", its.row.origin)
        .where("id", "=", its.row.id)
        .where("participant", "=", its.row.participant)
        .execute();
      return;
  }
  return its satisfies never;
}
