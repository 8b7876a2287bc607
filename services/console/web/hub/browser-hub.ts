import { type CallOptions, type Hub, mayRepeat } from "@talanoa/client/hub.ts";
import { retrying } from "@talanoa/client/backoff.ts";
import type { Caller } from "@talanoa/client/identity.ts";
import { MalformedMessage, type Method } from "@talanoa/contract/message-type.ts";
import { viewOf } from "@talanoa/crypto/bytes.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { ask } from "./ask.ts";

/** Milliseconds: of one attempt, and in which a console that does not answer is asked again. */
const DEADLINE = 30_000;
const PATIENCE = 10_000;

/** The hub by the console's server: the bytes of a request go there, and the answer's come back. */
export function browserHub(identity: Caller): Hub {
  async function attempt<Request, Response>(
    method: Method<Request, Response>,
    body: Uint8Array,
    { deadline = DEADLINE, signal }: CallOptions,
  ): Promise<Response> {
    const answer = await ask(`/hub${method.path}`, {
      method: "POST",
      headers: { "content-type": "application/x-protobuf" },
      // Typed as fetch wants it: memory that no other thread shares.
      body: body as Uint8Array<ArrayBuffer>,
      deadline,
      signal,
    });
    try {
      return method.responseDeserialize(viewOf(answer));
    } catch (error) {
      if (!(error instanceof MalformedMessage)) throw error;
      throw new HubError("unavailable", "the console's answer cannot be read", { cause: error });
    }
  }

  return {
    identity,
    call(method, request, options = {}) {
      const body = method.requestSerialize(request);
      return retrying(() => attempt(method, body, options), {
        patience: options.patience ?? PATIENCE,
        again: (error) => mayRepeat(method, error),
        signal: options.signal,
      });
    },
  };
}
