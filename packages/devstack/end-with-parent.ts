// Loaded into each service by `--import`. The runner holds the other end of the standard input and never writes: the
// kernel closes it when the runner is gone, also by kill -9. Then the service stops as on SIGTERM, within ten seconds.
import { flushCompileCache } from "node:module";

process.stdin.resume();
process.stdin.once("end", () => {
  process.kill(process.pid, "SIGTERM");
  setTimeout(() => process.kill(process.pid, "SIGKILL"), 10_000).unref();
});
process.stdin.on("error", () => {});
// The pipe alone must not keep a service alive that has nothing left to do.
(process.stdin as unknown as { unref?: () => void }).unref?.();

// Node writes what it compiled at the end, and not after a kill: the next start would compile all of it again.
setTimeout(flushCompileCache, 5_000).unref();
