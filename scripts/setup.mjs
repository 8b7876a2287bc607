// Installs what is missing. `npm start` and `npm test` call it first, so that both work straight after a clone; it runs
// under the Node that the machine has (20 or later), before anything is installed: plain JavaScript, no dependencies.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { lockHolder, takeLock } from "../packages/devstack/exclusive-lock.mjs";
import { whatIsMissing } from "./installed.mjs";
import { npmCi } from "./npm-ci.mjs";
import { SetupError } from "./setup-error.mjs";
import { checkSystem } from "./system.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

try {
  await setUp();
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(`\nTalanoa cannot be set up here.\n\n${error.message}\n`);
  process.exitCode = 1;
}

async function setUp() {
  if (whatIsMissing(root) === undefined) return;
  checkSystem(root);
  const lock = await turn();
  try {
    // Another set-up may have done it while we waited.
    const missing = whatIsMissing(root);
    if (missing === undefined) return;
    refuseUnderRunningHub();
    console.log(`Setting up Talanoa: ${missing}. This takes one to three minutes, once.`);
    const seconds = await npmCi(root);
    const still = whatIsMissing(root);
    if (still !== undefined) {
      throw new SetupError(
        `npm has installed the packages, yet ${still}. If npm is set to leave out optional or development packages or to ignore install scripts (npm config get ignore-scripts), Talanoa cannot run from this folder.`,
      );
    }
    console.log(`Set up in ${seconds} s.`);
  } finally {
    lock.release();
  }
}

/** Waits until no other set-up of this folder runs. */
async function turn() {
  let told = false;
  for (;;) {
    const lock = tryLock();
    if (lock.held) return lock;
    if (!told)
      console.log(`Process ${lock.holder.pid} is setting Talanoa up already; waiting for it …`);
    told = true;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

function tryLock() {
  const folder = join(root, ".talanoa", "setup-lock");
  try {
    return takeLock(folder);
  } catch (error) {
    if (error.code === "ENOSPC")
      throw new SetupError(`The disk is full: ${root} has no space left.`);
    if (["EACCES", "EPERM", "EROFS"].includes(error.code)) {
      throw new SetupError(
        `You may not write to ${root}. Clone Talanoa into a folder of your own.`,
      );
    }
    throw error;
  }
}

/** Replacing the packages would break a hub that runs from them. */
function refuseUnderRunningHub() {
  const hub = lockHolder(join(root, ".talanoa", "run", "lock"));
  if (hub) {
    throw new SetupError(
      `The installed packages do not match package-lock.json, and a hub runs from them (process ${hub.pid}). Stop it with Ctrl-C in its terminal or "kill ${hub.pid}", then try again.`,
    );
  }
}
