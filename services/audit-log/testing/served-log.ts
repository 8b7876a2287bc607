import { join } from "node:path";
import type { Record } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { startTestPostgres } from "@talanoa/devstack/testing/ready-cluster.ts";
import { openTestHub, type ServedService, type TestHub } from "@talanoa/platform/testing/hub.ts";
import pg from "pg";
import { settings, startLog } from "../start-log.ts";
import { logFolder } from "./log-key.ts";
import { putRecords } from "./recorded.ts";

/** The log as a service, with a broker and a database of its own. */
export interface ServedLog extends AsyncDisposable {
  readonly hub: TestHub;
  readonly served: ServedService;
  /** A connection to the log's own database. */
  readonly database: pg.Client;
  /** Ends the database's server, for good. */
  stopDatabase(): Promise<void>;
}

/** Serves a log over a stream that has these entries of the directory and these records already. */
export async function openServedLog(
  directory: Parameters<TestHub["put"]>,
  records: readonly Init<Record>[],
): Promise<ServedLog> {
  await using opened = new AsyncDisposableStack();
  const hub = opened.use(await openTestHub());
  const server = await startTestPostgres({ dir: join(hub.folder, "postgres") });
  opened.defer(() => server.stop());
  await server.createDatabase("audit_log");
  await hub.put(...directory);
  await putRecords(hub.committer, records);
  const served = opened.use(
    await hub.run(
      { name: "audit-log", settings, start: startLog },
      {
        TALANOA_POSTGRES_URL: server.url("audit_log"),
        TALANOA_LOG_FRESH_WITHIN_MS: "20000",
        // None in this time: they would be entries of their own.
        TALANOA_LOG_HEADS_SECONDS: "100000",
        ...(await logFolder(hub.folder)),
      },
    ),
  );
  const database = new pg.Client({ connectionString: server.url("audit_log") });
  await database.connect();
  // Its server may be stopped under it.
  database.on("error", () => {});
  opened.defer(() => database.end());
  const kept = opened.move();
  return {
    hub,
    served,
    database,
    stopDatabase: () => server.stop(),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}
