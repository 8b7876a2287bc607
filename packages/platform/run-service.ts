import type { z } from "zod";
import { mayWrite } from "@talanoa/contract/broker-rights.ts";
import { Rate } from "./auth/rate.ts";
import { tokenVerifier, type VerifyToken } from "./auth/tokens.ts";
import { type BrokerAccess, brokerAccess } from "./bus/broker-access.ts";
import { type Committer, openCommitter } from "./bus/committer.ts";
import { type Bus, openBus } from "./bus/connection.ts";
import { checkExchangeStream, ensureExchangeStream } from "./bus/exchange-stream.ts";
import { leaveWhenCutOff } from "./bus/leave-cut-off.ts";
import { patiently } from "./bus/patiently.ts";
import { recordMessage } from "./bus/record-message.ts";
import { troubleLog } from "./bus/trouble-log.ts";
import { InvalidConfig, readConfig, type ServiceSettings } from "./config.ts";
import { type DirectoryFollower, followDirectory } from "./directory/follower.ts";
import { HubError } from "./errors.ts";
import type { Answered } from "./grpc/call.ts";
import { type GrpcServer, openGrpcServer, type ServerTls } from "./grpc/server.ts";
import { type Logger, openLogger } from "./logging.ts";
import { recordedDenials } from "./refusals/denials.ts";
import { openRefusals, type Refusals } from "./refusals/refusals.ts";
import { readCertificates, readSettingFile } from "./setting-file.ts";
import { openServiceStatus } from "./status/service-status.ts";
import type { Gauges } from "./telemetry/gauges.ts";

/** What the shell gives to a service. */
export interface Shell<Settings> {
  readonly settings: Settings;
  readonly log: Logger;
  readonly bus: Bus;
  readonly committer: Committer;
  readonly directory: DirectoryFollower;
  /** Of each principal's calls: every call costs a record, and a record the disk. */
  readonly callRate: Rate;
  /** Where refusals are recorded. */
  readonly refusals: Refusals;
  /** What is observed of the service, for telemetry and for `talanoa status`. */
  readonly gauges: Gauges;
  /** Aborts when the service is to stop. */
  readonly stopping: AbortSignal;
  /** Whoever opens something puts it here; closed in the reverse order, after the gRPC server has drained. */
  readonly resources: AsyncDisposableStack;
  /** Ends the service with an error: for a loop that cannot go on. */
  fail(error: unknown): void;
}

/** A service: what it is called, what it is told, and what it answers. */
export interface Service<Settings extends ServiceSettings> {
  readonly name: string;
  readonly settings: z.ZodType<Settings>;
  /** Set for the one service that creates the stream; the others wait for it. */
  readonly createsStream?: boolean;
  /** Opens what the service needs and gives the methods that it answers. */
  start(shell: Shell<Settings>): Promise<Offer>;
}

export interface Offer {
  readonly methods: readonly Answered[];
  /** Set when the methods record themselves whom they deny what. */
  readonly recordsDenied?: boolean;
}

const STOP_WITHIN = 10_000;
const DRAIN_WITHIN = 5_000;

/**
 * Runs a service until SIGTERM or SIGINT: health NOT_SERVING, drain, close, within ten seconds. Sets the
 * exit status: 0 after a clean stop, 1 after a failure, 78 (configuration) when it could not be started
 * with these settings.
 */
export async function runService<Settings extends ServiceSettings>(
  service: Service<Settings>,
  process: NodeJS.Process,
): Promise<void> {
  let settings: Settings;
  let verifyToken: VerifyToken;
  let broker: BrokerAccess;
  let tls: ServerTls | undefined;
  try {
    settings = readConfig(service.settings, process.env);
    checkTogether(settings);
    verifyToken = verifierOf(settings);
    broker = brokerAccess(settings, service.name);
    tls = readTls(settings);
  } catch (error) {
    if (!(error instanceof InvalidConfig)) throw error;
    return misconfigured(error);
  }
  const log = openLogger(service.name, settings.LOG_LEVEL);
  const stop = new AbortController();
  const end = (reason: string): void => {
    if (stop.signal.aborted) return;
    log.info({ reason }, "stopping");
    stop.abort(new Error(reason));
    // Whatever hangs, the process ends: everything that was answered is stored already.
    setTimeout(() => process.kill(process.pid, "SIGKILL"), STOP_WITHIN).unref();
  };
  const fail = (error: unknown): void => {
    if (stop.signal.aborted) {
      // What the stop interrupted ends by its reason; anything else is told, though it changes nothing any more.
      if (!isInterrupted(error, stop.signal)) log.error({ err: error }, "failed while stopping");
      return;
    }
    log.fatal({ err: error }, "cannot go on");
    process.exitCode = error instanceof InvalidConfig ? 78 : 1;
    end("a failure");
  };
  process.once("SIGTERM", () => end("SIGTERM"));
  process.once("SIGINT", () => end("SIGINT"));
  process.on("uncaughtException", fail);
  process.on("unhandledRejection", fail);

  try {
    await serveUntil(service, settings, {
      log,
      stop: stop.signal,
      broker,
      tls,
      verifyToken,
      fail,
    });
    log.info("stopped");
  } catch (error) {
    if (error instanceof InvalidConfig) misconfigured(error);
    else fail(error);
  }

  function misconfigured({ message }: InvalidConfig): void {
    process.stderr.write(`${service.name}: ${message}\n`);
    process.exitCode = 78;
  }
}

interface Running {
  readonly log: Logger;
  readonly stop: AbortSignal;
  readonly broker: BrokerAccess;
  readonly tls: ServerTls | undefined;
  readonly verifyToken: VerifyToken;
  fail(error: unknown): void;
}

async function serveUntil<Settings extends ServiceSettings>(
  service: Service<Settings>,
  settings: Settings,
  { log, stop, broker, tls, verifyToken, fail }: Running,
): Promise<void> {
  await using resources = new AsyncDisposableStack();
  const bus = resources.use(
    await openBus({
      ...broker,
      name: service.name,
      signal: stop,
      onChange: (available, err) => log.warn({ available, err }, "the broker is away or back"),
    }),
  );
  let leaving = false;
  resources.defer(() => {
    leaving = true;
  });
  // All loops end quietly with a connection that the client gives up for good: nothing would go on.
  void bus.connection.closed().then((error) => {
    if (!leaving) fail(error ?? new Error("the connection to the broker was closed"));
  });
  // From the start on: the first broker may be one.
  if (broker.servers.length > 1) {
    const onLeave = () => log.warn("the broker is cut off from the others: another is tried");
    resources.use(leaveWhenCutOff(bus, onLeave));
  }
  const size = {
    maxBytes: settings.TALANOA_STREAM_MAX_BYTES,
    replicas: settings.TALANOA_STREAM_REPLICAS,
  };
  const ready = service.createsStream ? ensureExchangeStream : checkExchangeStream;
  await patiently(() => ready(bus, size), stop);
  const committer = resources.use(
    openCommitter(bus, { onTrouble: troubleLog(log), mayWrite: mayWrite(service.name) }),
  );
  const directory = resources.use(
    await followDirectory(bus, {
      onMalformed: (sequence) => log.error({ sequence }, "a directory entry cannot be read"),
      onFailure: fail,
      signal: stop,
    }),
  );
  const callRate = new Rate({
    perSecond: settings.TALANOA_CALLS_PER_SECOND,
    burst: settings.TALANOA_CALLS_BURST,
  });
  const refusals = resources.use(
    openRefusals({
      store: (record) => committer.commit([recordMessage(record, { step: "refused" })]),
      onLost: (count) => log.warn({ count }, "refusals were not recorded"),
      window: settings.TALANOA_REFUSAL_SECONDS * 1_000,
    }),
  );
  const status = resources.use(
    openServiceStatus({
      service: service.name,
      wanted: settings.TALANOA_INSTANCES,
      bus,
      committer,
      log,
    }),
  );
  const { gauges } = status;
  const parts = { settings, log, bus, committer, directory, callRate, refusals, gauges };
  const shell = { ...parts, stopping: stop, resources, fail };
  const { methods, recordsDenied = false } = await service.start(shell);
  const statusDoor = status.door(() => directory.latest(), callRate);
  const { onDenied, ...denials } = recordedDenials(refusals);
  const server: GrpcServer = resources.use(
    await openGrpcServer({
      methods: [...methods, statusDoor],
      ...denials,
      onDenied(call, method, error) {
        if (!recordsDenied || method === statusDoor.method.path) onDenied(call, method, error);
      },
      listen: settings.TALANOA_LISTEN,
      tls,
      verifyToken,
      log,
    }),
  );
  server.serving();
  status.serving = true;
  log.info({ port: server.port }, "serving");
  if (!stop.aborted) {
    await new Promise((resolve) => stop.addEventListener("abort", resolve, { once: true }));
  }
  status.serving = false;
  await server.stop(DRAIN_WITHIN);
}

function isInterrupted(error: unknown, { reason }: AbortSignal): boolean {
  if (error === reason) return true;
  if (error instanceof HubError) return error.code === "cancelled";
  return error instanceof Error && error.name === "AbortError";
}

/** What the shape of single settings cannot say. Throws InvalidConfig. */
function checkTogether(settings: ServiceSettings): void {
  const { TALANOA_JWKS_FILE, TALANOA_JWKS_URL } = settings;
  if (!TALANOA_JWKS_FILE && !TALANOA_JWKS_URL) {
    throw new InvalidConfig("TALANOA_JWKS_FILE or TALANOA_JWKS_URL is needed");
  }
  const { TALANOA_TLS_CERT_FILE, TALANOA_TLS_KEY_FILE, TALANOA_TLS_CLIENT_CA_FILE } = settings;
  const tls = [TALANOA_TLS_CERT_FILE, TALANOA_TLS_KEY_FILE];
  // Half of it would be no TLS at all, and nobody would notice.
  if ((tls.some(Boolean) || TALANOA_TLS_CLIENT_CA_FILE) && !tls.every(Boolean)) {
    throw new InvalidConfig("TALANOA_TLS_CERT_FILE and TALANOA_TLS_KEY_FILE are needed together");
  }
}

function verifierOf(settings: ServiceSettings): VerifyToken {
  const { TALANOA_JWKS_FILE: file, TALANOA_JWKS_URL: url } = settings;
  return tokenVerifier({
    jwks: url ? { url } : { file: file ?? "" },
    issuer: settings.TALANOA_TOKEN_ISSUER,
    audience: settings.TALANOA_TOKEN_AUDIENCE,
  });
}

function readTls(settings: ServiceSettings): ServerTls | undefined {
  const { TALANOA_TLS_CERT_FILE, TALANOA_TLS_KEY_FILE, TALANOA_TLS_CLIENT_CA_FILE } = settings;
  if (!TALANOA_TLS_CERT_FILE || !TALANOA_TLS_KEY_FILE) return undefined;
  const clientAuthority =
    TALANOA_TLS_CLIENT_CA_FILE &&
    readCertificates("TALANOA_TLS_CLIENT_CA_FILE", TALANOA_TLS_CLIENT_CA_FILE);
  return {
    certificate: Buffer.from(readCertificates("TALANOA_TLS_CERT_FILE", TALANOA_TLS_CERT_FILE)),
    key: Buffer.from(readSettingFile("TALANOA_TLS_KEY_FILE", TALANOA_TLS_KEY_FILE)),
    ...(clientAuthority && { clientAuthority: Buffer.from(clientAuthority) }),
  };
}
