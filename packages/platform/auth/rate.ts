export interface RateLimit {
  readonly perSecond: number;
  /** How many may come at once after a pause. */
  readonly burst: number;
}

// Principals who have been quiet are forgotten once so many are known.
const MOST_KNOWN = 10_000;

/**
 * Lets each principal through at a rate, with a burst (the generic cell rate algorithm: one number a
 * principal, no timers). Times are milliseconds of any clock that only goes forward.
 */
export class Rate {
  readonly #interval: number;
  readonly #slack: number;
  /** When the principal's next would be due if they came evenly. */
  readonly #due = new Map<string, number>();

  constructor({ perSecond, burst }: RateLimit) {
    this.#interval = 1000 / perSecond;
    this.#slack = (burst - 1) * this.#interval;
  }

  /** Takes one: 0. When there is none now, takes nothing and says in how many milliseconds there is. */
  take(principal: string, now: number): number {
    const due = Math.max(this.#due.get(principal) ?? 0, now);
    const wait = due - this.#slack - now;
    if (wait > 0) return wait;
    this.#remember(principal, due + this.#interval, now);
    return 0;
  }

  /** Takes the next one in any case, and says how many milliseconds to wait before using it. */
  reserve(principal: string, now: number): number {
    const due = Math.max(this.#due.get(principal) ?? 0, now);
    this.#remember(principal, due + this.#interval, now);
    return Math.max(0, due - this.#slack - now);
  }

  #remember(principal: string, due: number, now: number): void {
    if (this.#due.size >= MOST_KNOWN && !this.#due.has(principal)) {
      for (const [known, its] of this.#due) if (its <= now) this.#due.delete(known);
    }
    this.#due.set(principal, due);
  }
}
