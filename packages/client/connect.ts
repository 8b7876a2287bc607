import {
  Client,
  type ClientDuplexStream,
  credentials,
  type ChannelCredentials,
  Metadata,
  status,
} from "@grpc/grpc-js";
import type { Init, Method } from "@talanoa/contract/message-type.ts";
import { isLoopback } from "@talanoa/platform/loopback.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { FLOW_WINDOW } from "@talanoa/platform/grpc/flow-window.ts";
import { retrying } from "./backoff.ts";
import { callError } from "./call-error.ts";
import { Door } from "./door.ts";
import { type CallOptions, type Hub, mayRepeat } from "./hub.ts";
import { addressesOf, type HubAddresses, type Identity } from "./identity.ts";
import { InvalidIdentity } from "./invalid-identity.ts";

/**
 * A principal's way to the hub: one connection to each service, opened when first needed. Of a service that runs
 * several times one instance is used; when it does not answer, calls are repeated at the next one.
 */
export interface HubClient extends Hub, AsyncDisposable {
  readonly identity: Identity;
  /** Opens a stream both ways. It has no deadline; errors are grpc-js's: see `callError`. */
  open<Request, Response>(
    method: Method<Request, Response>,
  ): ClientDuplexStream<Init<Request>, Response>;
}

/** The connections to a hub, shared by all who speak to it from here, each with a token of their own. */
export interface HubDoors extends AsyncDisposable {
  /** A principal's way through these connections; disposing of it leaves them open. */
  as(identity: Identity): HubClient;
}

const channelOptions = {
  // A page of a list: 200 notices of 512 KiB.
  "grpc.max_receive_message_length": 128 * 1024 * 1024,
  "grpc-node.flow_control_window": FLOW_WINDOW,
  "grpc.initial_reconnect_backoff_ms": 250,
  "grpc.max_reconnect_backoff_ms": 5_000,
  // A satellite link dies without a word: ask, while a call is open.
  "grpc.keepalive_time_ms": 30_000,
  "grpc.keepalive_timeout_ms": 15_000,
  // No DNS question for a service config that nobody publishes.
  "grpc.service_config_disable_resolution": 1,
};

/** Connects a principal to its hub. Throws InvalidIdentity for a hub that may not be spoken to in clear. */
export function connect(identity: Identity): HubClient {
  const doors = openDoors(identity.hub);
  return { ...doors.as(identity), [Symbol.asyncDispose]: () => doors[Symbol.asyncDispose]() };
}

/** Opens the way to a hub for many principals. Throws InvalidIdentity as `connect` does. */
export function openDoors(hub: HubAddresses): HubDoors {
  const doors = new Map<string, Door>();
  const trust = channelCredentials(hub);

  function doorFor(path: string): Door {
    const endpoint = endpointOf(path);
    const addresses = hub[endpoint];
    if (!addresses) {
      const its = endpoint === "screening" ? "screens no passenger messages" : `has no ${endpoint}`;
      throw new HubError("unimplemented", `this hub ${its}`);
    }
    let door = doors.get(addresses);
    if (!door) {
      const instances = addressesOf(addresses).map(
        (each) => new Client(each, trust, channelOptions),
      );
      doors.set(addresses, (door = new Door(instances, Math.random())));
    }
    return door;
  }

  function metadata({ token }: Identity): Metadata {
    const made = new Metadata();
    made.set("authorization", `Bearer ${token}`);
    return made;
  }

  function attempt<Request, Response>(
    identity: Identity,
    method: Method<Request, Response>,
    request: Init<Request>,
    { deadline = 20_000, signal }: CallOptions,
  ): Promise<Response> {
    return new Promise((resolve, reject) => {
      const door = doorFor(method.path);
      const { instance } = door;
      const call = instance.makeUnaryRequest(
        method.path,
        method.requestSerialize,
        method.responseDeserialize,
        request,
        metadata(identity),
        { deadline: Date.now() + deadline },
        (error, response) => {
          signal?.removeEventListener("abort", cancel);
          if (error && isAway(error.code)) door.leave(instance);
          if (signal?.aborted) reject(signal.reason as Error);
          else if (error) reject(callError(error));
          else resolve(response as Response);
        },
      );
      const cancel = () => call.cancel();
      signal?.addEventListener("abort", cancel, { once: true });
    });
  }

  const clientOf = (identity: Identity): HubClient => ({
    identity,
    async call(method, request, options = {}) {
      if (options.connect) await doorFor(method.path).reach(options.connect, options.signal);
      return retrying(() => attempt(identity, method, request, options), {
        patience: options.patience ?? 10_000,
        again: (error) => mayRepeat(method, error),
        signal: options.signal,
      });
    },
    open(method) {
      const door = doorFor(method.path);
      const { instance } = door;
      const call = instance.makeBidiStreamRequest(
        method.path,
        method.requestSerialize,
        method.responseDeserialize,
        metadata(identity),
      );
      call.on("status", ({ code }) => {
        if (isAway(code)) door.leave(instance);
      });
      return call;
    },
    async [Symbol.asyncDispose]() {},
  });

  return {
    as: clientOf,
    async [Symbol.asyncDispose]() {
      for (const door of doors.values()) door.close();
      doors.clear();
    },
  };
}

/** Whether an answer means that the instance is not there, or can do nothing now. */
function isAway(code: status): boolean {
  return code === status.UNAVAILABLE || code === status.DEADLINE_EXCEEDED;
}

const endpointNames = ["intake", "feeds", "routing", "log", "screening", "notification"] as const;
type Endpoint = (typeof endpointNames)[number];

const endpoints: { readonly [service: string]: Endpoint } = {
  IntakeService: "intake",
  // Every service has it; `askStatus` says at which address.
  StatusService: "intake",
  FeedService: "feeds",
  RoutingService: "routing",
  DirectoryService: "routing",
  ExchangeLogService: "log",
  ScreeningService: "screening",
  WatchlistService: "screening",
  ProfileService: "screening",
  TripService: "screening",
  FlagService: "screening",
  NotificationService: "notification",
};

function endpointOf(path: string): Endpoint {
  const endpoint = endpoints[/^\/talanoa\.v1\.(\w+)\//.exec(path)?.[1] ?? ""];
  if (!endpoint) throw new HubError("unimplemented", `no address for ${path}`);
  return endpoint;
}

function channelCredentials(hub: HubAddresses): ChannelCredentials {
  if (hub.tls) {
    const { ca, cert, key } = hub.tls;
    const bytes = (pem: string | undefined) => (pem === undefined ? null : Buffer.from(pem));
    return credentials.createSsl(bytes(ca), bytes(key), bytes(cert));
  }
  for (const endpoint of endpointNames)
    if (!addressesOf(hub[endpoint] ?? "localhost:0").every(isLoopback))
      throw new InvalidIdentity(
        `hub.${endpoint} is another machine: the token may only travel there under TLS (hub.tls)`,
      );
  return credentials.createInsecure();
}
