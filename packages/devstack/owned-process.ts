import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";

/** How a process ended: one of the two is set. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A child process that this process started and has to end. */
export interface OwnedProcess {
  readonly pid: number;
  /** Settles when the process has ended; never rejects. */
  readonly exited: Promise<Exit>;
  readonly ended: boolean;
  signal(signal: NodeJS.Signals): void;
  /** Sends each signal and waits as many milliseconds for the end; SIGKILL comes last of all. */
  end(steps: readonly (readonly [NodeJS.Signals, number])[]): Promise<Exit>;
}

export interface SpawnOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env: NodeJS.ProcessEnv;
  readonly uid?: number;
  readonly gid?: number;
  /** Receives what the process writes to its output and error streams. */
  readonly output: (chunk: Buffer) => void;
  /**
   * How the process learns that this one is gone, even by kill -9. `stdin`: it watches its standard input and ends
   * when that closes. A signal: it knows nothing of us, so a guard sends it that signal.
   */
  readonly whenWeDie: "stdin" | NodeJS.Signals;
}

/**
 * Starts a process in a process group of its own, so that Ctrl-C reaches only this process and the children can be
 * stopped in order. Rejects when the command cannot be run.
 */
export async function spawnOwned(options: SpawnOptions): Promise<OwnedProcess> {
  const child = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: options.env,
    uid: options.uid,
    gid: options.gid,
    detached: true,
    stdio: [options.whenWeDie === "stdin" ? "pipe" : "ignore", "pipe", "pipe"],
  });
  child.stdout?.on("data", options.output);
  child.stderr?.on("data", options.output);
  child.stdin?.on("error", () => {});
  const exited = new Promise<Exit>((resolve) => {
    child.once("exit", (code, signal) => resolve({ code, signal }));
  });
  await once(child, "spawn");
  const pid = child.pid!;
  if (options.whenWeDie !== "stdin") {
    const guard = startGuard(pid, options.whenWeDie);
    void exited.then(() => guard.kill("SIGKILL"));
  }
  return {
    pid,
    exited,
    get ended() {
      return hasEnded(child);
    },
    signal: (signal) => void child.kill(signal),
    async end(steps) {
      for (const [signal, wait] of steps) {
        if (hasEnded(child)) break;
        child.kill(signal);
        await Promise.race([exited, sleep(wait, undefined, { ref: false })]);
      }
      if (!hasEnded(child)) child.kill("SIGKILL");
      return exited;
    },
  };
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

// nats-server and PostgreSQL do not watch their parent. The guard is a shell that waits on a pipe which the kernel
// closes when this process is gone, however it went. The guard is ended as soon as its process has ended.
function startGuard(pid: number, signal: NodeJS.Signals): ChildProcess {
  const guard = spawn(
    "/bin/sh",
    [
      "-c",
      'read -r _; kill -s "$1" "$2" 2>/dev/null',
      "talanoa-guard",
      signal.replace(/^SIG/, ""),
      String(pid),
    ],
    { detached: true, env: {}, stdio: ["pipe", "ignore", "ignore"] },
  );
  guard.on("error", () => {});
  guard.stdin.on("error", () => {});
  guard.unref();
  // The pipe must not keep this process alive once all else is done.
  (guard.stdin as unknown as { unref?: () => void }).unref?.();
  return guard;
}
