/** A measurement lasts so long at least, in ms: the clock of a thread moves in steps of up to 4. */
const LEAST = 40;
/** What runs beside makes work dearer, never cheaper: a ratio that is too large is measured again, so often in all. */
const ATTEMPTS = 12;

/**
 * What ten times the size may take. What is linear was measured at 3 to 12, on a machine that had eight times as much to do as
 * it can; a reader that also looks at all it has read at every segment at 42, at every fourth at 22.
 */
export const TENFOLD = 20;

/** Milliseconds of this thread's processor time; the compiler's and the collector's threads do not count. */
function spent(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

/** Milliseconds of processor time of one call, as the mean over as many calls as a measurement needs. */
function costOf(work: () => void): number {
  const before = spent();
  for (let calls = 1; ; calls++) {
    work();
    const cost = spent() - before;
    if (cost >= LEAST) return cost / calls;
  }
}

/**
 * How many times as long a work takes as the same of a tenth of the size, each at its fastest of so many rounds. Above
 * TENFOLD more are measured, to outlast noise.
 */
export function growth(tenth: () => void, whole: () => void, rounds = 3): number {
  tenth();
  let least = Infinity;
  let most = Infinity;
  for (let round = 1; ; round++) {
    least = Math.min(least, costOf(tenth));
    most = Math.min(most, costOf(whole));
    const ratio = most / least;
    if (round >= ATTEMPTS || (round >= rounds && ratio < TENFOLD)) return ratio;
  }
}

/** Milliseconds of processor time of one call at its fastest; not below `limit`, it is measured again, to outlast noise. */
export function leastCost(work: () => void, limit: number): number {
  let least = Infinity;
  for (let attempt = 0; attempt < ATTEMPTS && least >= limit; attempt++) {
    const before = spent();
    work();
    least = Math.min(least, spent() - before);
  }
  return least;
}
