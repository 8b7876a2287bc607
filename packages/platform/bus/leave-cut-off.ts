import { setTimeout as sleep } from "node:timers/promises";
import { HubError } from "../errors.ts";
import type { Bus } from "./connection.ts";
import { readStreamUsage } from "./exchange-stream.ts";

/** Milliseconds between two looks. */
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
    silent = (await answers(bus)) ? 0 : silent + 1;
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

/** Whether the stream's leader is reached. */
async function answers(bus: Bus): Promise<boolean> {
  return readStreamUsage(bus).then(
    () => true,
    (error: unknown) => !(error instanceof HubError) || error.code !== "unavailable",
  );
}
