import { setTimeout as sleep } from "node:timers/promises";
import { HubError } from "../errors.ts";
import type { Bus } from "./connection.ts";
import { readStreamUsage } from "./exchange-stream.ts";

const LOOK_EVERY = 2_000;
/** So many looks in a row find nothing: an election takes less. */
const LOOKS = 3;

/**
 * Leaves a broker that is cut off from the others: it keeps its clients, and does nothing for them. While the stream does
 * not answer through it, the next of the servers is tried. With one server there is no other. Disposing ends it.
 */
export function leaveWhenCutOff(bus: Bus, onLeave: () => void): AsyncDisposable {
  const over = new AbortController();
  const looking = look(bus, onLeave, over.signal);
  return {
    async [Symbol.asyncDispose]() {
      over.abort();
      await looking;
    },
  };
}

async function look(bus: Bus, onLeave: () => void, signal: AbortSignal): Promise<void> {
  let left: string | null = null;
  for (let silent = 0; !signal.aborted;) {
    await sleep(LOOK_EVERY, undefined, { signal }).catch(() => {});
    if (signal.aborted || !bus.available()) continue;
    silent = (await answers(bus)) ? 0 : silent + 1;
    const server = bus.connection.getServer();
    // The client tries them in turn, and may begin with the one that it has.
    const isBack: boolean = silent > 0 && server === left;
    if ((silent < LOOKS && !isBack) || signal.aborted) continue;
    silent = 0;
    left = isBack ? null : server;
    onLeave();
    await bus.connection.reconnect().catch(() => {});
  }
}

/** Whether the stream's leader is reached. */
async function answers(bus: Bus): Promise<boolean> {
  return readStreamUsage(bus).then(
    () => true,
    (error: unknown) => !(error instanceof HubError) || error.code !== "unavailable",
  );
}
