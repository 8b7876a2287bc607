import {
  type ScreenedTransmission,
  ScreeningService,
  type ScreenRequest,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { retrying } from "./backoff.ts";
import { hubError, isPassing } from "./call-error.ts";
import type { HubClient } from "./connect.ts";
import { oneAnswer } from "./one-answer.ts";

export interface ScreenOptions {
  /** Milliseconds in which to try again while the hub does not answer; 30 s. */
  patience?: number;
  signal?: AbortSignal | undefined;
}

const CHUNK_BYTES = 256 * 1024;

/**
 * Has a transmission of passenger messages screened for the caller's Member, and waits for what came of it.
 * Sent again after a broken link it is not screened twice. Throws HubError.
 */
export function screen(
  hub: HubClient,
  bytes: Uint8Array,
  { patience = 30_000, signal }: ScreenOptions = {},
): Promise<ScreenedTransmission> {
  return retrying(
    async () => {
      const answer = await oneAnswer(hub, ScreeningService.screen, chunksOf(bytes), signal);
      if (answer.screened) return answer.screened;
      if (!answer.refusal) throw new HubError("internal", "the hub's answer says nothing");
      const { code, message, violations } = answer.refusal;
      throw hubError(code, message, violations);
    },
    { patience, again: isPassing, signal },
  );
}

function* chunksOf(bytes: Uint8Array): Generator<Init<ScreenRequest>> {
  for (let at = 0; at === 0 || at < bytes.length; at += CHUNK_BYTES) {
    const end = at + CHUNK_BYTES;
    yield { chunk: bytes.subarray(at, end), last: end >= bytes.length };
  }
}
