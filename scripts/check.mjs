// npm run check: every static check, side by side; prints what failed in full and a line for each.
import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";

const checks = {
  // Each file by the tsconfig.json nearest to it: the compiler's findings come with those of the rules that ask for types.
  "types and lint": ["oxlint", "--type-aware", "--type-check", "--deny-warnings"],
  // What the console imports of packages/ must hold in a browser too.
  "types of the console": ["tsc", "--noEmit", "-p", "services/console/web"],
  format: ["oxfmt", "--check"],
  unused: ["knip", "--no-progress"],
  "contract lint": ["buf", "lint"],
  "contract breaking": ["buf", "breaking", "--against", "proto/released.binpb"],
  "contract generated": ["node", "packages/contract/generate.mjs", "--check"],
  arrows: ["vitest", "run", "test/arrows.test.ts", "--reporter=dot"],
};

function run([command, ...args]) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    child.stdout.on("data", (chunk) => (output += chunk));
    child.stderr.on("data", (chunk) => (output += chunk));
    child.on("error", (error) => resolve({ code: 1, output: String(error) }));
    child.on("close", (code) => resolve({ code, output }));
  });
}

const waiting = Object.entries(checks);
const started = performance.now();
let failed = 0;

async function worker() {
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const [name, command] = next;
    const from = performance.now();
    const { code, output } = await run(command);
    const seconds = ((performance.now() - from) / 1000).toFixed(1);
    console.log(`${code === 0 ? "ok    " : "FAILED"} ${name} (${seconds} s)`);
    if (code !== 0) {
      failed += 1;
      console.log(`\n$ ${command.join(" ")}\n${output}`);
    }
  }
}

await Promise.all(Array.from({ length: availableParallelism() }, worker));
console.log(`${failed} failed, ${((performance.now() - started) / 1000).toFixed(1)} s`);
process.exitCode = failed > 0 ? 1 : 0;
