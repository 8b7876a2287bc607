import { connect } from "@talanoa/client/connect.ts";
import { publicationOf } from "@talanoa/client/publication.ts";
import { send } from "@talanoa/client/publish.ts";
import { FlagDecision, FlagNotice, FlagState } from "@talanoa/contract/generated/talanoa.ts";
import { retryUntil } from "@talanoa/platform/database/retry.ts";
import { HubError, type HubErrorCode } from "@talanoa/platform/errors.ts";
import type { Bell } from "@talanoa/platform/bell.ts";
import type { Logger } from "@talanoa/platform/logging.ts";
import { sql } from "kysely";
import type { Screening } from "../../screening.ts";
import type { ScreeningTables } from "../../tables/tables.ts";
import { decide } from "../decide/decide-flag.ts";
import { sealedNoticeOf } from "./flag-notices.ts";

/** How long is waited for news, in ms: what could not be sent is tried again after it. */
const PATIENCE = 5_000;

/** Sends the notices that wait, until the signal aborts. */
export async function keepSending(
  screening: Screening,
  {
    bell,
    log,
    signal,
  }: { readonly bell: Bell; readonly log: Logger; readonly signal: AbortSignal },
): Promise<void> {
  for (;;) {
    // What was done of it before the database went away is not done again.
    await retryUntil(() => sendAll(screening, log, signal), signal);
    await bell.rung(PATIENCE, signal);
  }
}

async function sendAll(screening: Screening, log: Logger, signal: AbortSignal): Promise<void> {
  await confirmAtOnce(screening, log);
  // Their notices wait for a later round; the others' go on.
  const skipped = new Set<string>();
  for (;;) {
    const rows = await waitingRows(screening, skipped);
    if (rows.length === 0) return;
    for (const row of rows) {
      if (skipped.has(row.participant)) continue;
      signal.throwIfAborted();
      if (!(await sendOne(screening, row, log))) skipped.add(row.participant);
    }
  }
}

/** Confirms what profiles say is told without an officer. What cannot be told stays a draft for one. */
async function confirmAtOnce(screening: Screening, log: Logger): Promise<void> {
  const drafts = await screening.db
    .selectFrom("flag")
    .selectAll()
    .where("state", "=", FlagState.DRAFT)
    .where("at_once", "=", true)
    .orderBy("id")
    .limit(100)
    .execute();
  for (const row of drafts) {
    const { participant, id } = row;
    try {
      await decide(screening, row, FlagDecision.CONFIRM, { participant, principal: "" });
    } catch (error) {
      if (!(error instanceof HubError)) throw error;
      if (passes.has(error.code)) return;
      const rule = error.violations[0]?.rule ?? error.code;
      log.warn({ participant, flag: id, rule }, "a flag that is told at once waits for an officer");
      await screening.db
        .updateTable("flag")
        .set({ at_once: false })
        .where("participant", "=", participant)
        .where("id", "=", id)
        .execute();
    }
  }
}

/** Oldest first, and the versions of one in their order; but of some participants. */
function waitingRows(
  { db }: Screening,
  skipped: ReadonlySet<string>,
): Promise<ScreeningTables["flag_notice"][]> {
  return db
    .selectFrom("flag_notice")
    .selectAll()
    .where("state", "=", FlagNotice.WAITING)
    .where(sql<boolean>`participant <> all(${[...skipped]}::text[])`)
    .orderBy("flag")
    .orderBy("version")
    .limit(100)
    .execute();
}

/** False when it waits, and with it all of its participant. */
async function sendOne(
  screening: Screening,
  row: ScreeningTables["flag_notice"],
  log: Logger,
): Promise<boolean> {
  const { participant, flag, version } = row;
  const sealed = await sealedNoticeOf(screening, row);
  if (!sealed) return settle(screening, row, FlagNotice.REFUSED, "no-longer-kept");
  const identity = await screening.senders.of(participant);
  if (!identity) return false;
  try {
    await using hub = connect(identity);
    // The same bytes each time: sent again after a crash, they get the first receipt.
    await send(hub, publicationOf(sealed), { patience: 0 });
  } catch (error) {
    // Not of the notice, but of the way to the hub: the token, the connection, a receipt that is not genuine.
    if (!(error instanceof HubError) || passes.has(error.code)) {
      log.warn({ participant, flag, version, err: error }, "a flag's notice waits");
      return false;
    }
    const rule = error.violations[0]?.rule ?? error.code;
    log.warn({ participant, flag, version, rule }, "a flag's notice was refused");
    return settle(screening, row, FlagNotice.REFUSED, rule);
  }
  return settle(screening, row, FlagNotice.ACCEPTED, null);
}

const passes: ReadonlySet<HubErrorCode> = new Set([
  "unavailable",
  "deadline-exceeded",
  "resource-exhausted",
  "unauthenticated",
  "cancelled",
  "internal",
]);

async function settle(
  { db }: Screening,
  { participant, flag, version }: ScreeningTables["flag_notice"],
  state: FlagNotice,
  refused: string | null,
): Promise<true> {
  await db.transaction().execute(async (transaction) => {
    await transaction
      .updateTable("flag_notice")
      .set({ state, refused })
      .where("participant", "=", participant)
      .where("flag", "=", flag)
      .where("version", "=", version)
      .execute();
    if (state !== FlagNotice.ACCEPTED) return;
    await transaction
      .updateTable("flag")
      .set({ told: true })
      .where("participant", "=", participant)
      .where("id", "=", flag)
      .execute();
  });
  return true;
}
