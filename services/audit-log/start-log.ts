import { readFile } from "node:fs/promises";
import { ExchangeLogService } from "@talanoa/contract/generated/talanoa.ts";
import type { Method } from "@talanoa/contract/message-type.ts";
import { serviceSettings } from "@talanoa/platform/config.ts";
import { patiently } from "@talanoa/platform/bus/patiently.ts";
import { answerLogPosition } from "@talanoa/platform/bus/log-position.ts";
import { databaseAccess, databaseSettings } from "@talanoa/platform/database/access.ts";
import { openDatabase } from "@talanoa/platform/database/database.ts";
import { orUnavailable } from "@talanoa/platform/database/or-unavailable.ts";
import { streaming, type Unary, unary } from "@talanoa/platform/grpc/call.ts";
import { paced } from "@talanoa/platform/grpc/paced.ts";
import type { Offer, Shell } from "@talanoa/platform/run-service.ts";
import { z } from "zod";
import { query, trail } from "./ask/answer.ts";
import { records } from "./ask/records.ts";
import { compareCounts, recordsRead } from "./keep/check-stream.ts";
import {
  checkContinues,
  followPublished,
  publishCheckpoints,
  showPublished,
} from "./prove/checkpoints.ts";
import { checkWitnesses, collectCosignatures } from "./witness/cosigned.ts";
import { serveHttp } from "./prove/http-log.ts";
import { keepLog } from "./keep/keep-log.ts";
import { readLogKey } from "./prove/log-key.ts";
import { migrations } from "./tables/migrations.ts";
import { getCheckpoint, prove } from "./prove/prove.ts";
import { openPublished } from "./prove/published.ts";
import { answerScrub } from "./scrub/answer-scrub.ts";
import { scrubAgain } from "./scrub/scrub-again.ts";
import { observeLog } from "./observe-log.ts";
import { stats } from "./figures/stats.ts";
import { noWitnesses, readWitnessPolicy } from "./witness/witness-policy.ts";
import { writeHeads } from "./keep/write-heads.ts";

const count = z.coerce.number().int().positive();

/** What the log is told, by environment variable. */
export const settings = serviceSettings.extend(databaseSettings.shape).extend({
  /** Seconds from one comparison of the log with the stream to the next. */
  TALANOA_LOG_CHECK_SECONDS: z.coerce.number().positive().default(60),
  /** Milliseconds in which the log must have reached a question, for an answer that is complete. */
  TALANOA_LOG_FRESH_WITHIN_MS: count.default(8_000),
  /** File with the key that signs checkpoints; its name is the log's origin. */
  TALANOA_LOG_KEY_FILE: z.string().min(1),
  /** Folder in which this process keeps what it published last. */
  TALANOA_DATA_DIR: z.string().min(1),
  /** `host:port` where the tree is served over HTTP; nowhere when absent. */
  TALANOA_LOG_HTTP_LISTEN: z.string().optional(),
  /** File that says which witnesses are asked to cosign; none when absent. */
  TALANOA_LOG_WITNESSES_FILE: z.string().optional(),
  /** Seconds from one record of all parties' heads to the next. */
  TALANOA_LOG_HEADS_SECONDS: z.coerce.number().positive().default(60),
  /** How much of the time scrubbing in the background may work: a tenth of a core with database and broker; 0 for none. */
  TALANOA_LOG_SCRUB_SHARE: z.coerce.number().min(0).max(1).default(0.04),
  /** Seconds from the beginning of one scrub of the whole log to the next, at least. */
  TALANOA_LOG_SCRUB_SECONDS: z.coerce.number().positive().default(60),
});

export type LogSettings = z.infer<typeof settings>;

/** Opens the log's database, begins to keep the log, and gives its doors. */
export async function startLog(shell: Shell<LogSettings>): Promise<Offer> {
  const { settings, bus, committer, directory, callRate, resources, log, gauges, stopping, fail } =
    shell;
  const access = databaseAccess(settings);
  const open = (name: string, maxConnections: number) =>
    openDatabase({
      ...access,
      name,
      maxConnections,
      migrations,
      signal: stopping,
      onTrouble: (error) =>
        log.warn({ err: error }, "a connection to the database was lost or refused"),
    });
  const { db, pool } = resources.use(await open("audit-log", 8));
  // Connections of its own: however much is asked, the log is written.
  const { pool: writing } = resources.use(await open("audit-log writing", 5));
  const signer = await readLogKey(settings.TALANOA_LOG_KEY_FILE);
  const published = await openPublished(settings.TALANOA_DATA_DIR, signer.key);
  const witnesses = settings.TALANOA_LOG_WITNESSES_FILE;
  const policy = witnesses ? await readWitnessPolicy(witnesses) : noWitnesses;
  const heads = {
    bus,
    committer,
    pool: writing,
    log,
    directory: () => directory.latest(),
    every: settings.TALANOA_LOG_HEADS_SECONDS * 1_000,
  };
  const promised = () => ({ key: signer.key, head: published.last?.checkpoint ?? null });
  const scrubbing = {
    bus,
    pool,
    promised,
    log,
    share: settings.TALANOA_LOG_SCRUB_SHARE,
    every: settings.TALANOA_LOG_SCRUB_SECONDS * 1_000,
  };
  let isShown = false;
  const keeper = resources.use(
    await keepLog({
      bus,
      pool: writing,
      log,
      onFailure: fail,
      whileFollowing: () => followPublished({ pool, key: signer.key, published, log }),
      async whileLeading(signal) {
        const caughtUp = () =>
          patiently(() => recordsRead(bus, () => keeper.state.position, signal), signal);
        // Before anything is said of the log: who reads on is to hear nothing of one that was replaced.
        const { key, head } = promised();
        await checkContinues({ pool, key, promised: head, caughtUp }, signal);
        await checkWitnesses({ pool, policy, log, signer, published, caughtUp }, signal);
        // Before the log is scrubbed: that a database which was made anew shows none is no difference.
        await showPublished(writing, published, signal);
        isShown = true;
        await Promise.all([
          publishCheckpoints({ pool: writing, signer, published, log }, signal),
          collectCosignatures({ pool, policy, log }, signal),
          writeHeads(heads, signal),
          scrubAgain(scrubbing, signal),
        ]);
      },
    }),
  );
  resources.use(answerLogPosition(bus, keeper));
  const { TALANOA_POSTGRES_STANDBYS: standbys } = settings;
  observeLog(gauges, { bus, pool, standbys, keeper, cosigned: policy.quorum > 0 });
  const every = settings.TALANOA_LOG_CHECK_SECONDS * 1_000;
  resources.use(
    compareCounts({ bus, pool, log, state: () => keeper.state, every, onFailure: fail }),
  );
  const reading = {
    db,
    pool,
    committer,
    keeper,
    directory: () => directory.latest(),
    freshWithin: settings.TALANOA_LOG_FRESH_WITHIN_MS,
  };
  if (settings.TALANOA_LOG_HTTP_LISTEN) {
    const tls = await tlsOf(settings);
    resources.use(
      await serveHttp({ listen: settings.TALANOA_LOG_HTTP_LISTEN, ...(tls && { tls }), pool, log }),
    );
  }
  const proving = { pool, directory: () => directory.latest(), policy };
  const door = <Request, Response>(
    method: Method<Request, Response>,
    answer: Unary<Request, Response>,
  ) => unary(method, paced(callRate, orUnavailable(answer)));
  return {
    methods: [
      door(ExchangeLogService.getCheckpoint, getCheckpoint(proving)),
      door(ExchangeLogService.prove, prove(proving)),
      door(ExchangeLogService.records, records(reading)),
      door(ExchangeLogService.query, query(reading)),
      streaming(
        ExchangeLogService.scrub,
        orUnavailable(
          answerScrub({
            bus,
            pool,
            log,
            directory: () => directory.latest(),
            callRate,
            promised,
            isBehind: () =>
              keeper.state.size < (promised().head?.size ?? 0) || (keeper.leads && !isShown),
          }),
        ),
      ),
      door(ExchangeLogService.stats, stats(reading)),
      door(ExchangeLogService.trail, trail(reading)),
    ],
  };
}

async function tlsOf({
  TALANOA_TLS_CERT_FILE: certificate,
  TALANOA_TLS_KEY_FILE: key,
}: LogSettings): Promise<{ certificate: Buffer; key: Buffer } | undefined> {
  if (!certificate || !key) return undefined;
  return { certificate: await readFile(certificate), key: await readFile(key) };
}
