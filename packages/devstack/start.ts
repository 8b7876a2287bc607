// What `npm start` does: the embedded hub on `.talanoa`, the demo, then the hub stays up. With `--once` it ends after the
// demo, with status 0 only if all went as planned; with `--quiet` it plays no demo.
import { join } from "node:path";
import process from "node:process";
import { loadIdentity } from "@talanoa/client/identity.ts";
import { playDemo } from "./demo/play.ts";
import { screenFlights } from "./demo/screen-flights.ts";
import { exitStatusOf, summaryText } from "./demo/summary.ts";
import { thingsToTry } from "./demo/things-to-try.ts";
import { openHub } from "./hub.ts";
import { interruption, type Interruption } from "./interruption.ts";
import { type StartOptions, startOptions, startUsage } from "./start-options.ts";
import { StartupError } from "./startup-error.ts";

const asked = startOptions(process.argv.slice(2));
if (asked === "help") console.log(startUsage);
else if ("wrong" in asked) {
  console.error(`${asked.wrong}.\n\n${startUsage}`);
  process.exitCode = 2;
} else await start(asked);

async function start(options: StartOptions): Promise<void> {
  using stop = interruption();
  try {
    await run(options, stop);
  } catch (error) {
    if (error instanceof StartupError) console.error(`\n${error.message}`);
    else if (!stop.signal.aborted) throw error;
    process.exitCode = stop.signal.aborted ? 130 : 1;
  }
}

async function run(options: StartOptions, { signal, happened }: Interruption): Promise<void> {
  const report = (line: string): void => console.log(line);
  const started = performance.now();
  await using stack = await openHub({
    dataDir: options.data,
    env: process.env,
    report,
    console: !options.once,
    signal,
  });
  report(`The hub serves, after ${((performance.now() - started) / 1000).toFixed(1)} s.\n`);

  if (!options.quiet) {
    const identity = (name: string) => loadIdentity(join(stack.identitiesDir, `${name}.json`));
    const screening = (participant: string) =>
      loadIdentity(join(stack.screeningDir, `${participant.toLowerCase()}-screening.json`));
    const demo = { identity, screening, out: process.stdout, signal };
    const summary = await playDemo(demo);
    console.log(summaryText(summary));
    const unlike = await screenFlights(demo);
    for (const what of unlike) console.log(what);
    process.exitCode = exitStatusOf(summary.findings, unlike);
    if (!options.once) {
      console.log(`\n${thingsToTry({ notice: summary.lastNotice, folder: process.cwd() })}`);
    }
  }
  if (!options.once) {
    console.log(
      `\nThe console: http://${stack.addresses["console"]}  (sign in as anybody of the demo with one click)`,
    );
    console.log("\nThe hub stays up. Ctrl-C stops it.");
    await happened;
    console.log("\nStopping …");
    process.exitCode = 0;
  }
}
