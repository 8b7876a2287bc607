/** A person's or the system's wish that this process stop. */
export interface Interruption extends Disposable {
  /** Aborts at the first Ctrl-C, SIGTERM or hang-up. */
  readonly signal: AbortSignal;
  /** Resolves then. */
  readonly happened: Promise<void>;
}

/** Milliseconds in which a second signal is the same wish: npm passes on what the terminal has sent to all. */
const SAME_WISH = 1_000;

/**
 * Listens for Ctrl-C, SIGTERM and the terminal's hang-up, for the entry of a program. A second one, a second or more
 * later, ends the process at once; its children notice.
 */
export function interruption(): Interruption {
  const controller = new AbortController();
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  const happened = new Promise<void>((resolve) => {
    controller.signal.addEventListener("abort", () => resolve(), { once: true });
  });
  let since = 0;
  const listener = (signal: NodeJS.Signals): void => {
    if (!controller.signal.aborted) {
      since = performance.now();
      return controller.abort(new Error(`Stopped by ${signal}.`));
    }
    if (performance.now() - since < SAME_WISH) return;
    process.kill(process.pid, "SIGKILL");
  };
  for (const signal of signals) process.on(signal, listener);
  return {
    signal: controller.signal,
    happened,
    [Symbol.dispose]() {
      for (const signal of signals) process.off(signal, listener);
    },
  };
}
