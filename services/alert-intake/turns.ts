/** A turn: to be waited for, when others have it first, and to be given up by disposing. */
export interface Turn extends Disposable {
  /** Resolves when all before have given up their turns; null when there are none. */
  readonly before: Promise<void> | null;
}

/** Lets those who have one name go one after the other, in the order in which they asked. */
export class Turns {
  readonly #last = new Map<string, Promise<void>>();

  take(name: string): Turn {
    const before = this.#last.get(name) ?? null;
    const over = Promise.withResolvers<void>();
    this.#last.set(name, over.promise);
    return {
      before,
      [Symbol.dispose]: () => {
        over.resolve();
        if (this.#last.get(name) === over.promise) this.#last.delete(name);
      },
    };
  }
}
