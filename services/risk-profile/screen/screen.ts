import { setTimeout as sleep } from "node:timers/promises";
import type { ScreenRequest, ScreenResponse } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { checkCaller } from "@talanoa/platform/auth/check-caller.ts";
import type { Role } from "@talanoa/platform/auth/tokens.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import type { Call, Streaming } from "@talanoa/platform/grpc/call.ts";
import { fieldViolations, statusOf } from "@talanoa/platform/grpc/status.ts";
import { inSpan } from "@talanoa/platform/telemetry/span.ts";
import type { Screening } from "../screening.ts";
import { screenTransmission } from "./screen-transmission.ts";
import { type Collected, transmissionsOf } from "./transmissions.ts";

/** Who may have messages screened for its participant: the systems that get them, and officers by hand. */
const screeners: readonly Role[] = ["screening", "publisher"];

/** Transmissions, one after the other; a refusal of one does not end the call. */
export function screen(screening: Screening): Streaming<ScreenRequest, ScreenResponse> {
  return async (requests, call) => {
    const { participant, principal, expiresAt } = call.caller;
    checkCaller(call.caller, screeners, screening.directory(), Date.now());
    for await (using collected of transmissionsOf(requests, screening)) {
      call.stopping.throwIfAborted();
      const wait = screening.callRate.reserve(`${participant} ${principal}`, performance.now());
      if (wait > 1) await sleep(wait, undefined, { signal: call.signal });
      if (expiresAt <= Date.now()) {
        throw new HubError("unauthenticated", "the token has expired: sign in again");
      }
      await call.write(await answerTo(screening, collected, call));
    }
  };
}

/** The answer to one transmission, or why there is none. */
async function answerTo(
  screening: Screening,
  collected: Collected,
  { caller }: Call,
): Promise<Init<ScreenResponse>> {
  try {
    // Whoever was suspended since the call began is not served further.
    checkCaller(caller, screeners, screening.directory(), Date.now());
    const screened = await inSpan("screen", {}, () =>
      screenTransmission(screening, collected.bytes(), caller),
    );
    return { screened };
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    // What is no fault of the message ends the call: the next one would fare no better.
    if (!faults.has(error.code)) throw error;
    const { code, message } = error;
    return { refusal: { code: statusOf[code], message, violations: fieldViolations(error) } };
  }
}

const faults: ReadonlySet<string> = new Set(["invalid-argument", "resource-exhausted"]);
