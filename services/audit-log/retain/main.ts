import process from "node:process";
import { brokerAccess } from "@talanoa/platform/bus/broker-access.ts";
import { openBus } from "@talanoa/platform/bus/connection.ts";
import { InvalidConfig, readConfig } from "@talanoa/platform/config.ts";
import { databaseAccess } from "@talanoa/platform/database/access.ts";
import { openDatabase } from "@talanoa/platform/database/database.ts";
import { readLogKey } from "../prove/log-key.ts";
import { settings as serviceSettings } from "../start-log.ts";
import { migrations } from "../tables/migrations.ts";
import { attach } from "./attach.ts";
import { InvalidOrder, type Order, readOrder, usage } from "./command-line.ts";
import { copy } from "./copy.ts";
import { detach } from "./detach.ts";
import { restore } from "./restore.ts";

/** The settings of the service that this needs. */
const settings = serviceSettings.pick({
  TALANOA_NATS_URL: true,
  TALANOA_NATS_SEED_FILE: true,
  TALANOA_NATS_CA_FILE: true,
  TALANOA_POSTGRES_URL: true,
  TALANOA_POSTGRES_PASSWORD_FILE: true,
  TALANOA_POSTGRES_CA_FILE: true,
  TALANOA_LOG_KEY_FILE: true,
});

/** Milliseconds that a statement may take: a whole partition is written, and its indexes. */
const STATEMENT = 3_600_000;

try {
  const order = readOrder(process.argv.slice(2));
  if (order) await run(order);
  else process.stdout.write(usage);
} catch (error) {
  const isUsage = error instanceof InvalidOrder;
  process.stderr.write(`${(error as Error).message}\n${isUsage ? `\n${usage}` : ""}`);
  process.exitCode = isUsage ? 2 : error instanceof InvalidConfig ? 78 : 1;
}

async function run(order: Order): Promise<void> {
  const told = readConfig(settings, process.env);
  const signer = await readLogKey(told.TALANOA_LOG_KEY_FILE);
  await using database = await openDatabase({
    ...databaseAccess(told),
    name: "audit-log-retain",
    migrations,
    maxConnections: 4,
    statementTimeout: STATEMENT,
  });
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  const retention = { pool: database.pool, signer, say };
  // Awaited, so that the database stays open until all is done.
  switch (order.name) {
    case "copy":
      return await copy(retention, order.folder);
    case "detach":
      await detach(retention, order);
      return;
    case "attach":
      return await attach(retention, order.folders);
    case "restore": {
      await using bus = await openBus({
        ...brokerAccess(told, "audit-log"),
        name: "audit-log-retain",
      });
      return await restore({ ...retention, bus }, order.folders, order);
    }
  }
}
