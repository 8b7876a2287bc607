import type { HubError } from "../errors.ts";
import type { Call } from "../grpc/call.ts";
import { type Dispatch, REQUEST_READABLE } from "../grpc/dispatch.ts";
import type { Asker, Refusal, Refusals } from "./refusals.ts";

/**
 * Has it recorded at every door whom it does not let in: who has no valid token, who may not ask, and who sends
 * what no client sends. What else is refused is each door's own.
 */
export function recordedDenials(
  refusals: Refusals,
): Required<Pick<Dispatch, "onUnauthenticated" | "onDenied" | "onMalformed">> {
  return {
    onUnauthenticated(peer, method) {
      const asker = { participant: "", principal: "", address: addressOf(peer) };
      const rules = [{ field: "token", rule: "token-valid" }];
      refusals.refused(asker, { door: doorOf(method), code: "unauthenticated", rules });
    },
    onDenied(call, method, error) {
      const { code } = error;
      refusals.refused(askerOf(call), { door: doorOf(method), code, rules: rulesOf(error) });
    },
    onMalformed(call, method) {
      const { field, rule } = REQUEST_READABLE;
      const rules = [{ field, rule }];
      refusals.refused(askerOf(call), { door: doorOf(method), code: "invalid-argument", rules });
    },
  };
}

export function askerOf({ caller, peer }: Pick<Call, "caller" | "peer">): Asker {
  const { participant, principal } = caller;
  return { participant, principal, address: addressOf(peer) };
}

/** What was broken, without the sentences, which may tell of what was sent. */
export function rulesOf({ violations }: HubError): Refusal["rules"] {
  return violations.map(({ field, rule }) => ({ field, rule }));
}

/** The host of a peer, without its port, which is another one at each connection. */
function addressOf(peer: string): string {
  return peer.replace(/:\d+$/, "");
}

/** The name of a door in records: `publish-stream` of `/talanoa.v1.IntakeService/PublishStream`. */
function doorOf(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase();
}
