import { spawn } from "node:child_process";
import { SetupError } from "./setup-error.mjs";

/**
 * Runs `npm ci` in the folder and says every quarter of a minute that it still runs. Returns the seconds it took. Throws
 * a `SetupError` that says what to do.
 *
 * @param {string} root
 * @returns {Promise<number>}
 */
export async function npmCi(root) {
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  const { command, first } = npm();
  const args = [
    ...first,
    "ci",
    // Whatever the person's npm is set to: the rest of the set-up needs these.
    "--include=dev",
    "--include=optional",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
    // Short pauses, so that a missing registry is told in seconds and a poor link still gets its tries.
    "--fetch-retries=2",
    "--fetch-retry-mintimeout=1000",
    "--fetch-retry-maxtimeout=5000",
  ];
  const child = spawn(command, args, {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: environment(),
  });
  let said = "";
  const listen = (chunk) => (said = (said + chunk).slice(-20_000));
  child.stdout.on("data", listen);
  child.stderr.on("data", listen);
  const heartbeat = setInterval(() => console.log(`… still installing (${seconds()} s)`), 15_000);
  try {
    const status = await new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code, signal) => resolve(signal ?? code));
    });
    if (status !== 0) throw new SetupError(meaning(said, status));
    return seconds();
  } catch (error) {
    if (error.code === "ENOENT") {
      throw new SetupError("npm was not found. Install Node with npm, then try again.");
    }
    throw error;
  } finally {
    clearInterval(heartbeat);
  }
}

// Under `npm start` npm tells where it is and with which Node it runs: not the one in node_modules, which `npm ci` removes.
function npm() {
  const { npm_execpath: script, npm_node_execpath: node } = process.env;
  if (script && node && /npm-cli\.[cm]?js$/.test(script)) return { command: node, first: [script] };
  return { command: "npm", first: [] };
}

// What the outer npm tells its scripts about itself must not become a setting of the inner one; a person's own settings
// (registry, proxy, certificates) come from their npmrc and from variables that are not these.
function environment() {
  const env = { ...process.env };
  for (const name of Object.keys(env)) {
    if (
      /^npm_(lifecycle|package|command|config_(omit|production|only|ignore_scripts|workspace))/i.test(
        name,
      )
    ) {
      delete env[name];
    }
  }
  return env;
}

/**
 * What a failure of npm means for the person, with npm's own last lines.
 *
 * @param {string} said what npm wrote
 * @param {string | number} status
 * @returns {string}
 */
export function meaning(said, status) {
  const own = said
    .split("\n")
    .filter((line) => line.trim() !== "" && !/A complete log of this run|npm notice/.test(line))
    .slice(-8)
    .map((line) => `    ${line}`)
    .join("\n");
  return `${sentence(said, status)}\n\nnpm said:\n${own}`;
}

function sentence(said, status) {
  if (/ENOSPC|EDQUOT|no space left/i.test(said)) {
    return "The disk is full. Talanoa needs about 600 MB for its packages.";
  }
  if (/CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)/.test(said)) {
    return "npm does not trust the certificate of its registry. Behind an inspecting proxy, set npm's cafile to the proxy's certificate.";
  }
  if (
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET|network/.test(
      said,
    )
  ) {
    return "npm cannot reach its registry. Talanoa needs it for the first start only. Check the connection, or npm's settings registry and proxy.";
  }
  if (/\bE40[13]\b/.test(said))
    return "npm's registry refuses access. Check npm's setting registry and your sign-in.";
  if (/\b(E404|ETARGET)\b/.test(said)) {
    return "npm's registry does not have one of the packages. A mirror may be behind; check npm's setting registry.";
  }
  if (/EACCES|EPERM|EROFS/.test(said)) {
    return "npm may not write to this folder or to its own cache folder. Check whose they are.";
  }
  if (/can only install packages when your package\.json and package-lock\.json/.test(said)) {
    return "package.json and package-lock.json do not fit together. After a change to package.json run npm install.";
  }
  return `npm ci ended with ${typeof status === "number" ? `status ${status}` : status}.`;
}
