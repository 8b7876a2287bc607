// npm run fuzz -- [--seconds 60] [--seed N]: damages passenger messages, reads and screens them. Ends with 1 at the
// first input that fails, which it leaves in a file.
import { randomInt } from "node:crypto";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { fuzz } from "./fuzz.ts";

const { values } = parseArgs({
  options: { seconds: { type: "string", default: "60" }, seed: { type: "string" } },
});
const [seconds, seed] = [values.seconds, values.seed ?? randomInt(2 ** 31)].map(Number);
if (!(seconds! > 0) || !Number.isInteger(seed)) {
  console.error("give --seconds as a number above 0, and --seed as a whole number");
  process.exit(2);
}

console.log(`seed ${seed}, ${seconds} s`);
const folder = join(import.meta.dirname, "../../.talanoa/fuzz");
const { inputs, slowest, failure } = await fuzz({ seconds: seconds!, seed: seed!, folder });
const rate = Math.round(inputs / seconds!);
if (failure) {
  const { kind, text, file } = failure;
  console.error(`${kind} at input ${inputs}: ${text}\nthe input is in ${file}`);
  process.exitCode = 1;
} else
  console.log(`${inputs} inputs, ${rate} a second; the slowest took ${Math.round(slowest)} ms`);
