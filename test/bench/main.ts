// npm run bench: speed as ratios to the bare parts beneath, measured side by side in one run.
// `--json` prints JSON lines; names as further arguments run these alone.
import { startHub, type TestHub } from "../support/hub.ts";
import { accept } from "./accept.ts";
import { type Figure, isMet, line } from "./figure.ts";

const benchmarks: { readonly [name: string]: (hub: TestHub) => Promise<Figure | Figure[]> } = {
  accept,
};

const args = process.argv.slice(2);
const json = args.includes("--json");
const wanted = args.filter((arg) => !arg.startsWith("-"));
const unknown = wanted.filter((name) => !(name in benchmarks));
if (unknown.length > 0) {
  console.error(
    `no benchmark ${unknown.join(", ")}; there are ${Object.keys(benchmarks).join(", ")}`,
  );
  process.exit(2);
}

let unmet = 0;
for (const [name, run] of Object.entries(benchmarks)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  if (!json) process.stderr.write(`${name} …\n`);
  await using hub = await startHub({
    TALANOA_CALLS_PER_SECOND: "1000000",
    TALANOA_STREAMED_PER_SECOND: "1000000",
    TALANOA_STREAMED_BURST: "1000000",
  });
  for (const figure of [await run(hub)].flat()) {
    if (!isMet(figure)) unmet += 1;
    console.log(json ? JSON.stringify(figure) : line(figure));
  }
}
if (unmet > 0 && !json) console.log(`${unmet} below the goal: see docs/performance.md`);
