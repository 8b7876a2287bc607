import { DirectoryService } from "@talanoa/contract/generated/talanoa.ts";
import type { Init, Method } from "@talanoa/contract/message-type.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import type { Caller } from "./identity.ts";

export interface CallOptions {
  /** Milliseconds for one attempt; 20 s. */
  deadline?: number;
  /** Milliseconds in which a call that finds nobody is repeated; 10 s. */
  patience?: number;
  /** Milliseconds to wait for the connection before the first attempt; not at all. */
  connect?: number;
  signal?: AbortSignal | undefined;
}

/** A principal's way to the hub, whatever carries it: gRPC, or the console's server. */
export interface Hub {
  readonly identity: Caller;
  /**
   * Calls a unary method. Repeats it, with backoff, while the hub does not answer, but only a method
   * that may be repeated. Throws HubError; the signal's reason when aborted.
   */
  call<Request, Response>(
    method: Method<Request, Response>,
    request: Init<Request>,
    options?: CallOptions,
  ): Promise<Response>;
}

/** A change made from a revision that stood: the second attempt would find the first one's. */
const once: ReadonlySet<string> = new Set([DirectoryService.changeEntry.path]);

/** Whether a call that failed is made again: nobody answered, and the method may be repeated. */
export function mayRepeat({ path }: Pick<Method<never, never>, "path">, error: unknown): boolean {
  return error instanceof HubError && error.code === "unavailable" && !once.has(path);
}
