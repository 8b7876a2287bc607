import { once } from "node:events";
import { InvalidConfig } from "@talanoa/platform/config.ts";
import { openLogger } from "@talanoa/platform/logging.ts";
import { readSettings } from "./settings.ts";
import { startConsole } from "./start-console.ts";

/** Whatever hangs, the process ends: nothing is kept here. Milliseconds. */
const STOP_WITHIN = 10_000;

/**
 * Runs the console until SIGTERM or SIGINT. Sets the exit status: 0 after a clean stop, 1 after a failure, 78
 * (configuration) when it cannot be started with these settings.
 */
export async function runConsole(process: NodeJS.Process): Promise<void> {
  try {
    const settings = readSettings(process.env);
    const log = openLogger("console", settings.LOG_LEVEL);
    const failed = new AbortController();
    const fail = (error: unknown): void => {
      log.fatal({ err: error }, "cannot go on");
      process.exitCode = 1;
      failed.abort();
    };
    process.on("uncaughtException", fail);
    process.on("unhandledRejection", fail);
    const stops = ["SIGTERM", "SIGINT"].map((signal) => once(process, signal));
    await using served = await startConsole(settings, { log });
    log.info({ port: served.port }, "serving");
    await Promise.race([...stops, once(failed.signal, "abort")]);
    setTimeout(() => process.kill(process.pid, "SIGKILL"), STOP_WITHIN).unref();
    log.info("stopping");
  } catch (error) {
    if (!(error instanceof InvalidConfig)) throw error;
    process.stderr.write(`console: ${error.message}\n`);
    process.exitCode = 78;
  }
}
