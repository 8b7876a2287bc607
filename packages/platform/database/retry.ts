import { setTimeout as sleep } from "node:timers/promises";

// A server that starts, stops, fails over or has not yet its database; a connection that was cut.
// https://www.postgresql.org/docs/current/errcodes-appendix.html: classes 08 and 57P, 3D000, too many connections,
// 25006 of a primary that has become a standby, and 28P01 and EAGAIN: a password is being renewed, see docs/security.md.
const passing =
  /^(08...|57P0[123]|3D000|53300|25006|28P01|ECONN(REFUSED|RESET|ABORTED)|EPIPE|EAGAIN|ETIMEDOUT|E(HOST|NET)UNREACH|ENOTFOUND|EAI_AGAIN)$/;

/** Whether an error means that the server is away for now, so that the same may succeed later. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  if (typeof code === "string") return passing.test(code);
  // pg has no code for a socket that ends under a query, nor for its own and its pool's time-outs.
  return /Connection terminated|connection timeout|timeout exceeded when trying to connect|Client has encountered a connection error/i.test(
    error.message,
  );
}

/** Repeats until it succeeds while the server is away; any other error, and an abort, is thrown. */
export async function retryUntil<T>(action: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  for (let wait = 50; ; wait = Math.min(wait * 2, 2_000)) {
    signal?.throwIfAborted();
    try {
      return await action();
    } catch (error) {
      if (!isPassing(error)) throw error;
      await sleep(wait, undefined, signal && { signal });
    }
  }
}
