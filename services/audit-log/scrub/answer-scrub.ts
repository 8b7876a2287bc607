import type { ScrubRequest, ScrubResponse } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import type { Rate } from "@talanoa/platform/auth/rate.ts";
import type { Caller } from "@talanoa/platform/auth/tokens.ts";
import type { Bus } from "@talanoa/platform/bus/connection.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import type { Streaming } from "@talanoa/platform/grpc/call.ts";
import { takeTurn } from "@talanoa/platform/grpc/paced.ts";
import type { Logger } from "@talanoa/platform/logging.ts";
import type { Directory } from "@talanoa/sharing/directory/directory.ts";
import type { Pool } from "pg";
import { checkAuditor } from "../ask/check-auditor.ts";
import { READING_AGAIN } from "../prove/standing.ts";
import { WHOLE_LOG } from "../tables/migrations.ts";
import { tellOutcome } from "./alarm.ts";
import type { Promised } from "./log-end.ts";
import { scrub, type Scrubbed } from "./scrub.ts";

export interface ScrubDoor {
  readonly bus: Bus;
  readonly pool: Pool;
  readonly log: Logger;
  readonly directory: () => Directory;
  readonly callRate: Rate;
  readonly promised: () => Promised;
  /** Whether the log has not yet, or does not show yet, what was published. */
  readonly isBehind: () => boolean;
}

/** Milliseconds from one word of how far it is to the next. */
const TELL = 500;

/** Scrubs the log and compares it with the stream, for the Secretariat's auditor; one at a time. */
export function answerScrub(door: ScrubDoor): Streaming<ScrubRequest, ScrubResponse> {
  const { bus, pool, log, promised } = door;
  let under = false;
  return async (requests, call) => {
    takeTurn(door.callRate, call.caller);
    checkWhole(call.caller, door.directory());
    const { done: nothing } = await requests[Symbol.asyncIterator]().next();
    if (nothing) return;
    // A database that was restored has not yet what was published, which is no difference.
    if (door.isBehind()) {
      throw new HubError("unavailable", READING_AGAIN);
    }
    if (under) {
      throw new HubError(
        "resource-exhausted",
        "the log is being scrubbed already: ask again later",
      );
    }
    under = true;
    const signal = AbortSignal.any([call.signal, call.stopping]);
    let told = performance.now();
    const onPage = async (soFar: Scrubbed): Promise<void> => {
      if (performance.now() - told < TELL) return;
      told = performance.now();
      await call.write(response(soFar, false), signal);
    };
    try {
      const outcome = await scrub({ pool, promised, bus, signal, onPage });
      tellOutcome(log, outcome);
      await call.write(response(outcome, true), signal);
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    } finally {
      under = false;
    }
  };
}

function checkWhole(caller: Caller, directory: Directory): void {
  if (checkAuditor(caller, directory, Date.now()) === WHOLE_LOG) return;
  throw new HubError(
    "permission-denied",
    "only an auditor of the Secretariat may have the log scrubbed",
  );
}

function response({ difference, ...soFar }: Scrubbed, done: boolean): Init<ScrubResponse> {
  return { ...soFar, done, difference };
}
