import type { Rate } from "../auth/rate.ts";
import type { Caller } from "../auth/tokens.ts";
import { refusal } from "../errors.ts";
import type { Unary } from "./call.ts";

/** The same method, whose callers are refused when their calls come too fast. */
export function paced<Request, Response>(
  rate: Rate,
  handler: Unary<Request, Response>,
): Unary<Request, Response> {
  return async (request, call) => {
    takeTurn(rate, call.caller);
    return handler(request, call);
  };
}

/** Throws `resource-exhausted`, with the time to wait, when the caller's calls come too fast. */
export function takeTurn(rate: Rate, { participant, principal }: Caller): void {
  const wait = Math.ceil(rate.take(`${participant} ${principal}`, performance.now()));
  if (wait === 0) return;
  const description = `Too many calls: try again in ${wait} ms.`;
  throw refusal("resource-exhausted", { field: "caller", rule: "rate", description });
}
