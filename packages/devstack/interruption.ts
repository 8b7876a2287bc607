/** A person's or the system's wish that this process stop. */
export interface Interruption extends Disposable {
  /** Aborts at the first Ctrl-C, SIGTERM or hang-up. */
  readonly signal: AbortSignal;
  /** Resolves then. */
  readonly happened: Promise<void>;
}

/**
 * Listens for Ctrl-C, SIGTERM and the terminal's hang-up, for the entry of a program. A second one ends the process at
 * once; its children notice.
 */
export function interruption(): Interruption {
  const controller = new AbortController();
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  const happened = new Promise<void>((resolve) => {
    controller.signal.addEventListener("abort", () => resolve(), { once: true });
  });
  const listener = (signal: NodeJS.Signals): void => {
    if (!controller.signal.aborted) return controller.abort(new Error(`Stopped by ${signal}.`));
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
