/** By how much the first of some deadlines has passed without its effect. */
export class Lateness {
  /** When the next one falls due, Unix ms; Infinity for none. Set by who keeps them. */
  next: () => number = () => Infinity;
  /** When each that is tried again first failed, Unix ms. */
  readonly #failing = new Map<string, number>();

  /** A deadline had no effect yet and is tried again. */
  failed(key: string): void {
    if (!this.#failing.has(key)) this.#failing.set(key, Date.now());
  }

  done(key: string): void {
    this.#failing.delete(key);
  }

  /** In seconds; 0 when none is late. */
  get seconds(): number {
    const [failing = Infinity] = this.#failing.values();
    const due = Math.min(this.next(), failing);
    return Math.max(0, Date.now() - due) / 1_000;
  }
}
