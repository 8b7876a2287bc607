import { once } from "node:events";
import {
  type handleUnaryCall,
  type handleBidiStreamingCall,
  Metadata,
  type ServerDuplexStream,
  type ServerUnaryCall,
  type ServiceError,
} from "@grpc/grpc-js";
import { MalformedMessage, type Method, withoutUnknown } from "@talanoa/contract/message-type.ts";
import type { Logger } from "pino";
import type { VerifyToken } from "../auth/tokens.ts";
import { asHubError, type FieldViolation, HubError } from "../errors.ts";
import { histogram } from "../telemetry/instruments.ts";
import { contextOf, TRACEPARENT } from "../telemetry/propagation.ts";
import { inSpan } from "../telemetry/span.ts";
import type { Call, Streaming, Unary } from "./call.ts";
import { statusDetails, statusOf } from "./status.ts";

/** What every call needs. */
export interface Dispatch {
  readonly verifyToken: VerifyToken;
  readonly log: Logger;
  readonly stopping: AbortSignal;
  /** Told of a call that was refused before its handler knew the caller. */
  readonly onUnauthenticated?: ((peer: string, method: string) => void) | undefined;
  /** Told of a caller who may not have what it asked for. */
  readonly onDenied?:
    | ((call: Pick<Call, "caller" | "peer">, method: string, error: HubError) => void)
    | undefined;
  /** Told of a request that its handler never saw: its bytes are not the message that it should be. */
  readonly onMalformed?:
    | ((call: Pick<Call, "caller" | "peer">, method: string) => void)
    | undefined;
}

/** The rule that a malformed request breaks. */
export const REQUEST_READABLE: FieldViolation = {
  field: "request",
  rule: "request-readable",
  description: "Send the bytes of the message that this method takes.",
};

/**
 * Requests come here as their bytes: to read them is work, which is not done for who has no token. What this version does
 * not know of a request goes no further.
 */
type Read = (bytes: Buffer) => unknown;

type AnyCall = ServerUnaryCall<Buffer, unknown> | ServerDuplexStream<Buffer, unknown>;

const durations = histogram("rpc.server.duration");

/** A handler of grpc-js for a unary method. */
export function dispatchUnary(
  { path, requestDeserialize }: Method<unknown, unknown>,
  handler: Unary<unknown, unknown>,
  dispatch: Dispatch,
): handleUnaryCall<Buffer, unknown> {
  return (call, respond) => {
    void answer(path, call, dispatch, async (its) => {
      const onMalformed = () => dispatch.onMalformed?.(its, path);
      return handler(readable(call.request, requestDeserialize, onMalformed), its);
    }).then(
      (response) => respond(null, response),
      (error: HubError) => respond(serviceError(error)),
    );
  };
}

/** A handler of grpc-js for a method that streams both ways. */
export function dispatchStreaming(
  { path, requestDeserialize }: Method<unknown, unknown>,
  handler: Streaming<unknown, unknown>,
  dispatch: Dispatch,
): handleBidiStreamingCall<Buffer, unknown> {
  return (call) => {
    const responses = new Responses(call);
    void answer(path, call, dispatch, (its) =>
      handler(
        requestsOf(call, requestDeserialize, () => dispatch.onMalformed?.(its, path)),
        { ...its, write: (response, until = its.signal) => responses.write(response, until) },
      ),
    ).then(
      () => call.end(),
      (error: HubError) => responses.fail(error),
    );
  };
}

/** Authenticates, runs the handler in a span, measures; every error comes out as a HubError. */
async function answer<T>(
  path: string,
  call: AnyCall,
  dispatch: Dispatch,
  handler: (call: Call) => Promise<T>,
): Promise<T> {
  const started = performance.now();
  const gone = new AbortController();
  call.on("cancelled", () => gone.abort(new HubError("cancelled", "the caller is gone")));
  let code: string = "ok";
  try {
    const caller = await authenticate(path, call, dispatch);
    const parent = contextOf(call.metadata.get(TRACEPARENT)[0]?.toString());
    const its = { caller, peer: call.getPeer(), signal: gone.signal, stopping: dispatch.stopping };
    const answered = () =>
      handler(its).catch((error: unknown) => denied(error, its, path, dispatch));
    return await inSpan(path, { "rpc.method": path }, answered, parent);
  } catch (thrown) {
    const error = gone.signal.aborted ? asHubError(gone.signal.reason) : asHubError(thrown);
    code = error.code;
    if (code === "internal") dispatch.log.error({ err: error, method: path }, "a call failed");
    throw error;
  } finally {
    durations.record(performance.now() - started, { "rpc.method": path, "rpc.code": code });
  }
}

/** Throws on what a handler threw; a denial is told first. */
function denied(error: unknown, call: Call, path: string, { onDenied }: Dispatch): never {
  if (error instanceof HubError && error.code === "permission-denied")
    onDenied?.(call, path, error);
  throw error;
}

async function authenticate(path: string, call: AnyCall, dispatch: Dispatch) {
  const [header] = call.metadata.get("authorization");
  const token = /^Bearer (\S+)$/i.exec(header?.toString() ?? "")?.[1];
  try {
    if (!token) throw new HubError("unauthenticated", "a bearer token is needed");
    return await dispatch.verifyToken(token);
  } catch (error) {
    if (error instanceof HubError && error.code === "unauthenticated") {
      dispatch.onUnauthenticated?.(call.getPeer(), path);
    }
    throw error;
  }
}

/** The requests of a stream; leaving the loop leaves the other direction open. */
async function* requestsOf(
  call: ServerDuplexStream<Buffer, unknown>,
  read: Read,
  onMalformed: () => void,
): AsyncGenerator {
  for await (const bytes of call.iterator({ destroyOnReturn: false })) {
    yield readable(bytes as Buffer, read, onMalformed);
  }
}

/** The request of some bytes, unless they cannot be read. */
function readable(bytes: Buffer, read: Read, onMalformed: () => void): unknown {
  try {
    return withoutUnknown(() => read(bytes));
  } catch (error) {
    if (!(error instanceof MalformedMessage)) throw error;
    onMalformed();
    throw new HubError("invalid-argument", `the request is ${error.message}`, {
      cause: error,
      violations: [REQUEST_READABLE],
    });
  }
}

/** What goes out on a stream. */
class Responses {
  readonly #call: ServerDuplexStream<Buffer, unknown>;
  /** Written, and not yet handed to the connection. */
  #waiting = 0;
  #onNoneWaiting: (() => void) | null = null;

  constructor(call: ServerDuplexStream<Buffer, unknown>) {
    this.#call = call;
  }

  readonly #handedOver = (): void => {
    this.#waiting -= 1;
    if (this.#waiting === 0) this.#onNoneWaiting?.();
  };

  async write(response: unknown, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.#waiting += 1;
    if (this.#call.write(response, this.#handedOver)) return;
    try {
      await once(this.#call, "drain", { signal });
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    }
  }

  /**
   * Ends the call with a status, after what was written: an error makes the iteration of the requests
   * destroy the call, and with it what waits there, the status too.
   */
  fail(error: HubError): void {
    const end = (): void => void this.#call.emit("error", serviceError(error));
    if (this.#waiting === 0) end();
    else this.#onNoneWaiting = end;
  }
}

function serviceError(error: HubError): ServiceError {
  const metadata = new Metadata();
  const details = statusDetails(error);
  if (details) metadata.set("grpc-status-details-bin", details);
  const { message, name } = error;
  return { name, message, code: statusOf[error.code], details: message, metadata };
}
