import { setTimeout as sleep } from "node:timers/promises";
import { EXCHANGE } from "@talanoa/contract/subjects.ts";
import type { Bus } from "./connection.ts";
import type { ApiAnswer } from "./refusal.ts";

/** Milliseconds between two looks, and until one has found nothing. */
const PACE = 2_000;
/** So many looks in a row find nothing: an election takes less. */
const LOOKS = 3;

/**
 * Leaves a broker that is cut off from the others: it keeps its clients, and does nothing for them. While the stream does
 * not answer through it, the next of the servers is tried. With one server there is no other. Disposing ends it.
 */
export function leaveWhenCutOff(bus: Bus, onLeave: () => void, pace = PACE): AsyncDisposable {
  const over = new AbortController();
  const looking = look(bus, onLeave, pace, over.signal);
  return {
    async [Symbol.asyncDispose]() {
      over.abort();
      await looking;
    },
  };
}

async function look(
  bus: Bus,
  onLeave: () => void,
  pace: number,
  signal: AbortSignal,
): Promise<void> {
  for (let silent = 0; !signal.aborted;) {
    await sleep(pace, undefined, { signal }).catch(() => {});
    if (signal.aborted || !bus.available()) continue;
    silent = (await answers(bus, pace)) ? 0 : silent + 1;
    if (silent < LOOKS || signal.aborted) continue;
    silent = 0;
    onLeave();
    await leave(bus);
  }
}

async function leave(bus: Bus): Promise<void> {
  const { connection } = bus;
  const left = connection.getServer();
  const done = bus.onReconnect(() => {
    done();
    // The client goes to the first of its servers twice before it goes to the second.
    if (connection.getServer() === left) void connection.reconnect().catch(() => {});
  });
  await connection.reconnect().catch(() => {});
}

/** A stream of one replica on a broker alone has no leader to be known. */
interface StreamAnswer extends ApiAnswer {
  readonly cluster?: { readonly leader?: string };
}

/** Whether the stream's leader is known here. A broker that knows of none for some seconds answers in its place. */
async function answers(bus: Bus, within: number): Promise<boolean> {
  try {
    const subject = `${bus.api}.STREAM.INFO.${EXCHANGE}`;
    const answer = await bus.request(subject, "", { timeout: within });
    const { error, cluster } = answer.json<StreamAnswer>();
    if (error) return error.code < 500;
    return !cluster || Boolean(cluster.leader);
  } catch {
    return false;
  }
}
