// npm run bench: speed as ratios to the bare parts beneath, measured side by side in one run.
// `--json` prints JSON lines, `--quick` measures a tenth; names as further arguments run these alone, `log` all
// of the log. `--profile DIR` writes a processor profile of each service there. `log-sizes` runs only when it
// is named: `--sizes 10000,100000` are others than its own, `--large` adds 10 M, `--plot FILE` writes its plot.
import { parseArgs } from "node:util";
import { startHub, type TestHub } from "../support/hub.ts";
import { accept } from "./accept.ts";
import { fanOut } from "./fan-out.ts";
import { type Figure, detailLines, isMet, line } from "./figure.ts";
import { latency } from "./latency.ts";
import { logAppend } from "./log-append.ts";
import { logSizes, type SizesOptions } from "./log-sizes.ts";
import { logVisible } from "./log-visible.ts";
import { rules } from "./rules.ts";
import { screen } from "./screen.ts";
import { screenFlag } from "./screen-flag.ts";
import { fullSize, quickSize, type Size } from "./size.ts";
import { sustained } from "./sustained.ts";

type Benchmark = (hub: TestHub, size: Size, options: SizesOptions) => Promise<Figure | Figure[]>;

const benchmarks: { readonly [name: string]: Benchmark } = {
  accept,
  "fan-out": fanOut,
  latency,
  "log-append": logAppend,
  "log-visible": logVisible,
  rules,
  screen,
  "screen-flag": screenFlag,
  sustained,
};
/** Those that take long: only when they are named. */
const onDemand: { readonly [name: string]: Benchmark } = { "log-sizes": logSizes };
const all = { ...benchmarks, ...onDemand };

const { values: options, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: "boolean", default: false },
    quick: { type: "boolean", default: false },
    profile: { type: "string" },
    sizes: { type: "string", default: "10000,100000,1000000" },
    large: { type: "boolean", default: false },
    plot: { type: "string" },
  },
});
/** Whether a name that was given means a benchmark: its own, or the first word of several. */
const means = (given: string, name: string) => name === given || name.startsWith(`${given}-`);
const unknown = wanted.filter((given) => !Object.keys(all).some((name) => means(given, name)));
if (unknown.length > 0) {
  console.error(`no benchmark ${unknown.join(", ")}; there are ${Object.keys(all).join(", ")}`);
  process.exit(2);
}

const sizes = options.sizes.split(",").map(Number);
if (!sizes.every((size, i) => Number.isSafeInteger(size) && size > (sizes[i - 1] ?? 999))) {
  console.error("--sizes are numbers of entries from 1,000, each more than the one before it");
  process.exit(2);
}
const sizesOptions = {
  sizes: options.large ? [...sizes, 10_000_000] : sizes,
  plot: options.plot,
  // Standard output is for the lines of a program then.
  show: (text: string) => void (options.json ? process.stderr : process.stdout).write(text),
};

const profile = options.profile
  ? { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${options.profile}` }
  : {};
const size = options.quick ? quickSize : fullSize;
let unmet = 0;
for (const [name, run] of Object.entries(wanted.length > 0 ? all : benchmarks)) {
  if (wanted.length > 0 && !wanted.some((given) => means(given, name))) continue;
  if (!options.json) process.stderr.write(`${name} …\n`);
  await using hub = await startHub(
    {
      TALANOA_CALLS_PER_SECOND: "1000000",
      TALANOA_STREAMED_PER_SECOND: "1000000",
      TALANOA_STREAMED_BURST: "1000000",
      ...profile,
    },
    { whole: true },
  );
  for (const figure of [await run(hub, size, sizesOptions)].flat()) {
    if (!isMet(figure)) unmet += 1;
    if (options.json) console.log(JSON.stringify(figure));
    else console.log([line(figure), ...detailLines(figure)].join("\n"));
  }
}
if (unmet > 0 && !options.json) {
  console.log(`${unmet} short of the goal: docs/performance.md says what holds each back`);
}
