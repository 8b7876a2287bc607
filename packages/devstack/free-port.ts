import { randomInt } from "node:crypto";
import { createServer } from "node:net";
import { StartupError } from "./startup-error.ts";

// Below the range from which Linux (32768) and macOS (49152) take ports of outgoing connections, so that no client
// connection can sit on a port between our look and the server's start.
const lowest = 20_000;
const highest = 25_999;
// A port is bound some time after it was given: processes take different ones, and none twice in a row.
const stripes = 40;
const turns = (highest + 1 - lowest) / stripes;
let turn = randomInt(turns);

/** A loopback TCP port that nothing listens on now. Another process may still take it: callers that can, try again. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < turns; attempt++) {
    turn = (turn + 1) % turns;
    const port = lowest + turn * stripes + (process.pid % stripes);
    if (await isFree(port)) return port;
  }
  throw new StartupError(`No free port between ${lowest} and ${highest} on 127.0.0.1.`);
}

/** Whether a server could listen on this loopback port now. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen({ host: "127.0.0.1", port, exclusive: true }, () =>
      probe.close(() => resolve(true)),
    );
  });
}
