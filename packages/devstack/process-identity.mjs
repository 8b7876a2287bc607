// Plain JavaScript, as everything that scripts/setup.mjs needs: it runs before TypeScript can.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/**
 * What tells a process from any other that ever has its pid: when it started. Undefined when no such process runs.
 *
 * @param {number} pid
 * @returns {string | undefined}
 */
export function processIdentity(pid) {
  return process.platform === "linux" ? fromProc(pid) : fromPs(pid);
}

function fromProc(pid) {
  let stat;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return undefined;
  }
  // The program's name stands in parentheses and may hold spaces; fields are counted behind it.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state] = fields;
  // A zombie has ended; only its parent has not looked yet.
  if (state === "Z" || state === "X") return undefined;
  const startedAfterBoot = fields[19];
  return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()} ${startedAfterBoot}`;
}

function fromPs(pid) {
  try {
    const line = execFileSync("ps", ["-o", "stat=,lstart=", "-p", String(pid)], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
    return line === "" || line.startsWith("Z") ? undefined : line.slice(line.indexOf(" ")).trim();
  } catch {
    return undefined;
  }
}
