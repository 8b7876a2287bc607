// npm run quality: how well what the hub judges is judged, each figure beside its goal. Names as
// arguments run these alone; `--json` prints JSON lines. Ends with 1 where a goal is not met.
import { parseArgs } from "node:util";
import { type Figure, detailLines, isMet, line } from "../bench/figure.ts";
import { names } from "./names.ts";

const qualities: { readonly [name: string]: () => Figure[] } = { names };

const { values: options, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { json: { type: "boolean", default: false } },
});
const unknown = wanted.filter((name) => !Object.hasOwn(qualities, name));
if (unknown.length > 0) {
  console.error(`no quality ${unknown.join(", ")}; there are ${Object.keys(qualities).join(", ")}`);
  process.exit(2);
}

for (const name of wanted.length > 0 ? wanted : Object.keys(qualities)) {
  for (const figure of qualities[name]!()) {
    if (!isMet(figure)) process.exitCode = 1;
    if (options.json) console.log(JSON.stringify(figure));
    else console.log([line(figure), ...detailLines(figure)].join("\n"));
  }
}
