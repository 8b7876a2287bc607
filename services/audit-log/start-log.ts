import { ExchangeLogService } from "@talanoa/contract/generated/talanoa.ts";
import { serviceSettings } from "@talanoa/platform/config.ts";
import { answerLogPosition } from "@talanoa/platform/bus/log-position.ts";
import { openDatabase } from "@talanoa/platform/database/database.ts";
import { unary } from "@talanoa/platform/grpc/call.ts";
import { paced } from "@talanoa/platform/grpc/paced.ts";
import type { Offer, Shell } from "@talanoa/platform/run-service.ts";
import { z } from "zod";
import { query, trail } from "./answer.ts";
import { compareCounts } from "./check-stream.ts";
import { keepLog } from "./keep-log.ts";
import { migrations } from "./migrations.ts";

const count = z.coerce.number().int().positive();

/** What the log is told, by environment variable. */
export const settings = serviceSettings.extend({
  /** Connection string of the log's own database. */
  TALANOA_POSTGRES_URL: z.string().min(1),
  /** Seconds from one comparison of the log with the stream to the next. */
  TALANOA_LOG_CHECK_SECONDS: z.coerce.number().positive().default(60),
  /** Milliseconds in which the log must have reached a question, for an answer that is complete. */
  TALANOA_LOG_FRESH_WITHIN_MS: count.default(2_000),
});

export type LogSettings = z.infer<typeof settings>;

/** Opens the log's database, begins to keep the log, and gives its doors. */
export async function startLog(shell: Shell<LogSettings>): Promise<Offer> {
  const { settings, bus, committer, directory, callRate, resources, log, stopping, fail } = shell;
  const { db, pool } = resources.use(
    await openDatabase({
      url: settings.TALANOA_POSTGRES_URL,
      name: "audit-log",
      migrations,
      signal: stopping,
      onTrouble: (error) => log.warn({ err: error }, "a connection to the database was lost"),
    }),
  );
  const keeper = resources.use(await keepLog({ bus, pool, log, onFailure: fail }));
  resources.use(answerLogPosition(bus, keeper));
  const every = settings.TALANOA_LOG_CHECK_SECONDS * 1_000;
  resources.use(
    compareCounts({ bus, pool, log, state: () => keeper.state, every, onFailure: fail }),
  );
  const reading = {
    db,
    committer,
    keeper,
    directory: () => directory.latest(),
    freshWithin: settings.TALANOA_LOG_FRESH_WITHIN_MS,
  };
  return {
    methods: [
      unary(ExchangeLogService.query, paced(callRate, query(reading))),
      unary(ExchangeLogService.trail, paced(callRate, trail(reading))),
    ],
  };
}
