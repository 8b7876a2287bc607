import { subjects } from "@talanoa/contract/subjects.ts";
import type { Bus } from "@talanoa/platform/bus/connection.ts";
import { readFrom } from "@talanoa/platform/bus/read-from.ts";
import { recordOf } from "@talanoa/platform/bus/record-message.ts";
import type { StoredMessage } from "@talanoa/platform/bus/stored-message.ts";
import { retryUntil } from "@talanoa/platform/database/retry.ts";
import type { Kysely } from "kysely";
import type { ScreeningTables } from "../tables/tables.ts";

interface Stores {
  readonly bus: Bus;
  readonly db: Kysely<ScreeningTables>;
}

/**
 * Notes what those who were told of a flag state of its check, from the records of their statements; until the
 * signal aborts. Their place in the stream is kept in the same transaction.
 */
export async function followOutcomes({ bus, db }: Stores, signal: AbortSignal): Promise<void> {
  const { position } = await retryUntil(
    () => db.selectFrom("outcome_position").select("position").executeTakeFirstOrThrow(),
    signal,
  );
  const options = {
    filters: [subjects.statements],
    startSequence: position + 1,
    headersOnly: true,
    signal,
  };
  for await (const messages of readFrom(bus, options)) {
    await retryUntil(() => note(db, messages), signal);
  }
}

async function note(db: Stores["db"], messages: readonly StoredMessage[]): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    for (const message of messages) {
      const stated = recordOf(message)?.facts?.outcome;
      if (!stated?.notice) continue;
      const told = await transaction
        .selectFrom("flag_notice")
        .select("flag")
        .where("participant", "=", stated.notice.origin)
        .where("notice_id", "=", stated.notice.id)
        .executeTakeFirst();
      if (!told) continue;
      const { outcome } = stated;
      await transaction
        .insertInto("flag_outcome")
        .values({
          participant: stated.notice.origin,
          flag: told.flag,
          stated_by: stated.participant,
          outcome,
        })
        .onConflict((conflict) =>
          conflict.columns(["participant", "flag", "stated_by"]).doUpdateSet({ outcome }),
        )
        .execute();
    }
    const { sequence } = messages.at(-1)!;
    await transaction.updateTable("outcome_position").set({ position: sequence }).execute();
  });
}
