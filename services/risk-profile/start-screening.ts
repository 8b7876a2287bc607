import { join } from "node:path";
import { Bell } from "@talanoa/platform/bell.ts";
import { databaseAccess } from "@talanoa/platform/database/access.ts";
import type { Pool } from "pg";
import { openDatabase } from "@talanoa/platform/database/database.ts";
import { retryUntil } from "@talanoa/platform/database/retry.ts";
import type { Offer, Shell } from "@talanoa/platform/run-service.ts";
import type { ScreeningSettings } from "./config.ts";
import { doorsOf } from "./doors.ts";
import { watchDropFolder } from "./drop/drop-folder.ts";
import { keepSending } from "./flags/tell/send-notices.ts";
import { sendersIn } from "./flags/tell/senders.ts";
import { checkDatabase } from "./keys/check-database.ts";
import { holdKeys } from "./keys/hold-keys.ts";
import { openKeyFiles } from "./keys/key-files.ts";
import { loadLists } from "./lists/list-rows.ts";
import { Lists } from "./lists/lists.ts";
import { OneAtATime } from "./lists/one-at-a-time.ts";
import { followOutcomes } from "./outcomes/follow-outcomes.ts";
import { observeScreening } from "./observe-screening.ts";
import { ActiveProfiles } from "./profiles/active-profiles.ts";
import { roomFor } from "./screen/room.ts";
import type { Lifetimes, Screening } from "./screening.ts";
import { keepSweeping } from "./sweep/keep-sweeping.ts";
import { migrations } from "./tables/migrations.ts";
import type { ScreeningTables } from "./tables/tables.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Opens what the screening works with, and its doors; `now` is the clock by which things are due (Unix ms). */
export async function startScreening(
  shell: Shell<ScreeningSettings>,
  now: () => number,
): Promise<Offer> {
  const bell = new Bell();
  const { screening, pool } = await openScreening(shell, now, bell);
  observeScreening(
    shell.gauges,
    { db: screening.db, pool },
    shell.settings.TALANOA_POSTGRES_STANDBYS,
  );
  beginLoops(shell, screening, bell);
  return { methods: doorsOf(screening) };
}

async function openScreening(
  shell: Shell<ScreeningSettings>,
  now: () => number,
  bell: Bell,
): Promise<{ readonly screening: Screening; readonly pool: Pool }> {
  const { settings, committer, directory, callRate, resources, stopping, log, fail } = shell;
  const { db, pool } = resources.use(
    await openDatabase<ScreeningTables>({
      ...databaseAccess(settings),
      name: "risk-profile",
      migrations,
      signal: stopping,
      onTrouble: (error) =>
        log.warn({ err: error }, "a connection to the database was lost or refused"),
    }),
  );
  resources.use(await holdKeys(pool, { log, signal: stopping, fail }));
  await checkDatabase({ db }, settings.TALANOA_DATA_DIR);
  const profiles = new ActiveProfiles();
  await profiles.load({ db }, log);
  const screening: Screening = {
    committer,
    db,
    keys: await openKeyFiles(join(settings.TALANOA_DATA_DIR, "keys")),
    directory: () => directory.latest(),
    now,
    callRate,
    lifetimes: lifetimesOf(settings),
    lists: new Lists(),
    profiles,
    loadProfiles: (participant) =>
      retryUntil(() => profiles.load({ db }, log, participant), stopping),
    profileChanges: new OneAtATime(),
    listChanges: new OneAtATime(),
    partsInTurn: new OneAtATime(),
    senders: sendersIn(settings.TALANOA_SCREENING_DIR, log),
    sendSoon: () => bell.ring(),
    transmissionBytes: settings.TALANOA_TRANSMISSION_BYTES,
    room: roomFor(settings.TALANOA_TRANSMISSIONS_BYTES),
  };
  await loadLists(screening, screening.lists, log);
  return { screening, pool };
}

function lifetimesOf(settings: ScreeningSettings): Lifetimes {
  const held = settings.TALANOA_RAW_HOURS * HOUR;
  return {
    held,
    waiting: Math.min(settings.TALANOA_PARTS_MINUTES * MINUTE, held / 2),
    flag: settings.TALANOA_FLAG_DAYS * DAY,
    identity: settings.TALANOA_IDENTITY_DAYS * DAY,
    history: settings.TALANOA_HISTORY_DAYS * DAY,
  };
}

/** What goes on by itself: one that cannot go on ends the service. */
function beginLoops(
  { settings, bus, resources, log, fail }: Shell<ScreeningSettings>,
  screening: Screening,
  bell: Bell,
): void {
  const ending = new AbortController();
  const { signal } = ending;
  const every = settings.TALANOA_SWEEP_SECONDS * 1_000;
  const loops = Promise.all([
    keepSweeping(screening, { bus, every, log, signal }),
    keepSending(screening, { bell, log, signal }),
    followOutcomes({ bus, db: screening.db }, signal),
    ...(settings.TALANOA_DROP_DIR
      ? [watchDropFolder(screening, { folder: settings.TALANOA_DROP_DIR, log, signal })]
      : []),
  ]).catch((error: unknown) => {
    if (!signal.aborted) fail(error);
  });
  resources.defer(async () => {
    ending.abort();
    await loops;
  });
}
