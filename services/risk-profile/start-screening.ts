import { join } from "node:path";
import { ScreeningService } from "@talanoa/contract/generated/talanoa.ts";
import { openDatabase } from "@talanoa/platform/database/database.ts";
import { streaming } from "@talanoa/platform/grpc/call.ts";
import type { Offer, Shell } from "@talanoa/platform/run-service.ts";
import type { ScreeningSettings } from "./config.ts";
import { openKeyFiles } from "./keys/key-files.ts";
import { screen } from "./screen/screen.ts";
import { roomFor } from "./screen/room.ts";
import type { Screening } from "./screening.ts";
import { keepSweeping } from "./sweep/keep-sweeping.ts";
import { migrations } from "./tables/migrations.ts";
import type { ScreeningTables } from "./tables/tables.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Opens what the screening works with, and its doors; `now` is the clock by which things are due (Unix ms). */
export async function startScreening(
  {
    settings,
    committer,
    directory,
    callRate,
    resources,
    stopping,
    log,
    fail,
  }: Shell<ScreeningSettings>,
  now: () => number,
): Promise<Offer> {
  const { db } = resources.use(
    await openDatabase<ScreeningTables>({
      url: settings.TALANOA_POSTGRES_URL,
      name: "risk-profile",
      migrations,
      signal: stopping,
      onTrouble: (error) => log.warn({ err: error }, "a connection to the database was lost"),
    }),
  );
  const screening: Screening = {
    committer,
    db,
    keys: await openKeyFiles(join(settings.TALANOA_DATA_DIR, "keys")),
    directory: () => directory.latest(),
    now,
    callRate,
    lifetimes: {
      held: settings.TALANOA_RAW_HOURS * HOUR,
      identity: settings.TALANOA_IDENTITY_DAYS * DAY,
      history: settings.TALANOA_HISTORY_DAYS * DAY,
    },
    transmissionBytes: settings.TALANOA_TRANSMISSION_BYTES,
    room: roomFor(settings.TALANOA_TRANSMISSIONS_BYTES),
  };
  const ending = new AbortController();
  const every = settings.TALANOA_SWEEP_SECONDS * 1_000;
  const sweeping = keepSweeping(screening, { every, log, signal: ending.signal }).catch(
    (error: unknown) => {
      if (!ending.signal.aborted) fail(error);
    },
  );
  resources.defer(async () => {
    ending.abort();
    await sweeping;
  });
  return { methods: [streaming(ScreeningService.screen, screen(screening))] };
}
