import type { EndedSessions } from "./ended-sessions.ts";
import type { Session } from "./session.ts";

export interface StreamEndOptions {
  readonly ended: Pick<EndedSessions, "watch">;
  /** Aborts when the server is to stop. */
  readonly stopping: AbortSignal;
}

/** When a stream is to end, though the page and the hub would go on. */
export interface StreamEnd extends Disposable {
  readonly signal: AbortSignal;
}

/** The longest that a timer takes. */
const LONGEST = 2 ** 31 - 1;

/**
 * A stream ends when its token is to be renewed (with the next request comes the next one; one that could not be renewed
 * serves until its end), when its session is over or signed out of, and when the server stops.
 */
export function streamEnd(
  { caller, tokens }: Pick<Session, "caller" | "tokens">,
  { ended, stopping }: StreamEndOptions,
): StreamEnd {
  const now = Date.now();
  const token = tokens.renewAt > now ? tokens.renewAt : caller.expiresAt;
  const left = Math.max(0, Math.min(token, tokens.until) - now);
  const over = new AbortController();
  const end = (): void => over.abort();
  const timer = setTimeout(end, Math.min(LONGEST, left)).unref();
  const forget = ended.watch(tokens.id, end);
  stopping.addEventListener("abort", end, { once: true });
  if (stopping.aborted) end();
  return {
    signal: over.signal,
    [Symbol.dispose]() {
      clearTimeout(timer);
      forget();
      stopping.removeEventListener("abort", end);
    },
  };
}
