import type { Init, Method } from "@talanoa/contract/message-type.ts";
import type { Caller } from "../auth/tokens.ts";

/** What a handler knows of the call besides its requests. */
export interface Call {
  readonly caller: Caller;
  /** The caller's address, for what has no better name. */
  readonly peer: string;
  /** Aborts when the caller is gone, has cancelled, or its deadline has passed. */
  readonly signal: AbortSignal;
  /** Aborts when the service stops: a stream then ends by itself, with `unavailable`. */
  readonly stopping: AbortSignal;
}

/** A call that streams both ways. */
export interface StreamCall<Response> extends Call {
  /**
   * Resolves when there is room for more. Rejects with the reason of `until` when that aborts: `signal`
   * unless given. A caller that does not read keeps this waiting for as long as it likes, so whoever
   * may have to end the call gives its own, which aborts with `signal` too.
   */
  write(response: Init<Response>, until?: AbortSignal): Promise<void>;
}

export type Unary<Request, Response> = (request: Request, call: Call) => Promise<Init<Response>>;

/** Returns when the call is over; throws a HubError to end it with a status. */
export type Streaming<Request, Response> = (
  requests: AsyncIterable<Request>,
  call: StreamCall<Response>,
) => Promise<void>;

/** A method with what answers it. */
export type Answered =
  | { readonly method: Method<any, any>; readonly unary: Unary<any, any> }
  | { readonly method: Method<any, any>; readonly streaming: Streaming<any, any> };

export function unary<Request, Response>(
  method: Method<Request, Response>,
  handler: Unary<Request, Response>,
): Answered {
  return { method, unary: handler };
}

export function streaming<Request, Response>(
  method: Method<Request, Response>,
  handler: Streaming<Request, Response>,
): Answered {
  return { method, streaming: handler };
}
