// Runs a stack of small services as `npm start` runs the real one, so that a test can interrupt and kill it.
import { interruption } from "../interruption.ts";
import { startStack } from "../stack.ts";
import { StartupError } from "../startup-error.ts";
import { smallServices } from "./small-services.ts";

using stop = interruption();
try {
  await using stack = await startStack({
    dataDir: process.argv[2]!,
    services: smallServices,
    members: ["FJ"],
    env: { ...(process.argv[3] && { FIXTURE: process.argv[3] }) },
    signal: stop.signal,
    log: (line) => console.log(line),
  });
  const pids = ["nats", "postgres", "first", "second"].map((name) => stack.pid(name));
  console.log(`serving ${JSON.stringify(pids)}`);
  await stop.happened;
} catch (error) {
  if (!(error instanceof StartupError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
