import { Rate } from "@talanoa/platform/auth/rate.ts";
import { tokenVerifier } from "@talanoa/platform/auth/tokens.ts";
import { mayWrite } from "@talanoa/contract/broker-rights.ts";
import { type Committer, openCommitter } from "@talanoa/platform/bus/committer.ts";
import { type Bus, openBus } from "@talanoa/platform/bus/connection.ts";
import { ensureExchangeStream } from "@talanoa/platform/bus/exchange-stream.ts";
import { type DirectoryFollower, followDirectory } from "@talanoa/platform/directory/follower.ts";
import { openGrpcServer } from "@talanoa/platform/grpc/server.ts";
import { openLogger } from "@talanoa/platform/logging.ts";
import { openGauges } from "@talanoa/platform/telemetry/gauges.ts";
import { openFeeds } from "../open-feeds.ts";
import { searchKey } from "../search-key.ts";

/** The service on its port, in this process, with its connections to a real broker and database. */
export interface FeedsServer extends AsyncDisposable {
  readonly port: number;
  readonly bus: Bus;
  readonly committer: Committer;
  readonly directory: DirectoryFollower;
}

export interface FeedsServerOptions {
  readonly natsUrl: string;
  readonly databaseUrl: string;
  readonly jwksFile: string;
  readonly issuer: string;
  readonly audience: string;
  readonly window?: number;
  /** Of the search index; the same in all tests unless given. */
  readonly searchKey?: Uint8Array;
  /** Told why the service would end; a test fails by it unless given. */
  readonly onFailure?: (error: unknown) => void;
}

/** Runs the service as `main.ts` does, less the process around it. */
export async function openFeedsServer(options: FeedsServerOptions): Promise<FeedsServer> {
  const { natsUrl, jwksFile, issuer, audience, window } = options;
  const log = openLogger("member-feeds", "fatal");
  await using resources = new AsyncDisposableStack();
  const stop = new AbortController();
  const bus = resources.use(await openBus({ servers: [natsUrl], name: "member-feeds" }));
  await ensureExchangeStream(bus, { maxBytes: 4 * 1024 ** 3, replicas: 1 });
  // The tests' own; the service has one that writes what it may.
  const committer = resources.use(openCommitter(bus));
  const its = resources.use(openCommitter(bus, { mayWrite: mayWrite("member-feeds") }));
  const fail =
    options.onFailure ??
    ((error: unknown): void => {
      throw error;
    });
  const directory = resources.use(
    await followDirectory(bus, { onMalformed: fail, onFailure: fail }),
  );
  const callRate = new Rate({ perSecond: 10_000, burst: 10_000 });
  const gauges = resources.use(openGauges());
  const offer = await openFeeds(
    {
      bus,
      committer: its,
      directory,
      callRate,
      log,
      gauges,
      stopping: stop.signal,
      resources,
      fail,
    },
    {
      database: { url: options.databaseUrl },
      searchKey: searchKey(options.searchKey ?? Buffer.alloc(32, 7)),
      ...(window !== undefined && { window }),
    },
  );
  const server = resources.use(
    await openGrpcServer({
      ...offer,
      listen: "127.0.0.1:0",
      verifyToken: tokenVerifier({ jwks: { file: jwksFile }, issuer, audience }),
      log,
    }),
  );
  server.serving();
  const all = resources.move();
  return {
    port: server.port,
    bus,
    committer,
    directory,
    async [Symbol.asyncDispose]() {
      stop.abort();
      await server.stop(1_000);
      await all.disposeAsync();
    },
  };
}
