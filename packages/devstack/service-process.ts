import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { join } from "node:path";
import { BoundedLog } from "./bounded-log.ts";
import { spawnOwned } from "./owned-process.ts";
import { StartupError } from "./startup-error.ts";
import type { Running } from "./supervised.ts";

/** Resolves when the service of this name at `host:port` serves; rejects when it is not yet so. */
export type ReadyCheck = (serviceName: string, address: string) => Promise<void>;

export interface ServiceOptions {
  readonly name: string;
  /** Path of the program, a TypeScript or JavaScript file. */
  readonly entry: string;
  /** Where it listens, `host:port`. */
  readonly address: string;
  readonly env: NodeJS.ProcessEnv;
  readonly logFile: string;
  readonly ready: ReadyCheck;
  /** Milliseconds until it must serve. */
  readonly readyWithin: number;
  /** Stops the start, and the process with it. */
  readonly signal: AbortSignal;
}

/** With which a service ends that its settings keep from starting: EX_CONFIG of sysexits.h. */
const MISCONFIGURED = 78;

const urlOf = (...path: string[]): string => pathToFileURL(join(import.meta.dirname, ...path)).href;
const endWithParent = urlOf("end-with-parent.ts");
const registerTelemetry = urlOf("..", "platform", "telemetry", "register.ts");

/**
 * Starts a service as a process of its own and waits until it serves. The service ends when this process does, however
 * that ends; it has ten seconds for a clean stop.
 */
export async function startService(options: ServiceOptions): Promise<Running> {
  const log = new BoundedLog(options.logFile);
  let said = "";
  const observed = Object.keys(options.env).some((name) => name.startsWith("OTEL_"));
  const service = await spawnOwned({
    command: process.execPath,
    args: [
      // Before all else: what it watches is loaded after it.
      ...(observed ? ["--import", registerTelemetry] : []),
      "--import",
      endWithParent,
      options.entry,
    ],
    env: { ...(observed && { OTEL_SERVICE_NAME: options.name }), ...options.env },
    output: (chunk) => {
      said = (said + chunk.toString()).slice(-4000);
      log.write(chunk);
    },
    whenWeDie: "stdin",
  });
  void service.exited.then(() => log.close());
  const stop = async (): Promise<void> => void (await service.end([["SIGTERM", 10_000]]));
  const deadline = Date.now() + options.readyWithin;
  for (;;) {
    if (service.ended) {
      const { code, signal } = await service.exited;
      // It says in a line what is wrong with its settings; what it had done until then is of no use.
      if (code === MISCONFIGURED) throw new StartupError(plainLines(said));
      throw new StartupError(
        `${options.name} ended while it started (${signal ?? `status ${code}`}). Its log: ${options.logFile}${lastLines(said)}`,
      );
    }
    if (options.signal.aborted) {
      await stop();
      throw new StartupError(`${options.name} was stopped while it started.`);
    }
    // Two answers may cross: the service may serve for a moment and end. The next look sees that.
    const serves = await Promise.race([
      options.ready(options.name, options.address).then(
        () => true,
        () => false,
      ),
      service.exited.then(() => false),
      sleep(2000, false, { ref: false }),
    ]);
    if (serves && !service.ended) break;
    if (Date.now() > deadline) {
      await stop();
      throw new StartupError(
        `${options.name} does not serve after ${options.readyWithin / 1000} s. Its log: ${options.logFile}${lastLines(said)}`,
      );
    }
    await sleep(25);
  }
  return {
    pid: service.pid,
    exited: service.exited,
    stop,
    kill(signal) {
      service.signal(signal);
      return service.exited;
    },
  };
}

/** What was said to a person, and not to a log. */
function plainLines(said: string): string {
  const lines = said.trim().split("\n");
  return lines.filter((line) => !line.startsWith("{")).join("\n");
}

function lastLines(said: string): string {
  const lines = said.trim().split("\n").slice(-6);
  return lines.join("") === "" ? "" : `\n${lines.map((line) => `    ${line}`).join("\n")}`;
}
