/**
 * Gives what `read` reads: once for all who ask meanwhile, and read again when it is older than `every` milliseconds. Nobody
 * waits for that: what was read before serves until the new is there, also while there is none to be had. Rejects as
 * `read` does, while nothing was ever read.
 */
export function readAgain<Its>(read: () => Promise<Its>, every: number): () => Promise<Its> {
  let known: { readonly its: Its; readonly readAt: number } | undefined;
  let reading: Promise<Its> | undefined;

  async function fresh(): Promise<Its> {
    try {
      const its = await read();
      known = { its, readAt: Date.now() };
      return its;
    } finally {
      reading = undefined;
    }
  }

  return async () => {
    if (known && Date.now() < known.readAt + every) return known.its;
    reading ??= fresh();
    if (!known) return reading;
    reading.catch(() => {});
    return known.its;
  };
}
