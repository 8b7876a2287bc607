/**
 * What is to be sent, one after the other, from an iterable. Unlike an iterator it can be looked at
 * without taking, and be given back what was taken: the next reader begins with that.
 */
export class Inflow<T> implements AsyncDisposable {
  readonly #iterator: AsyncIterator<T> | Iterator<T>;
  readonly #returned: T[] = [];
  #next: Promise<IteratorResult<T>> | undefined;
  #done = false;

  constructor(items: AsyncIterable<T> | Iterable<T>) {
    this.#iterator =
      Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  }

  /** Whether all was taken. */
  get done(): boolean {
    return this.#done && this.#returned.length === 0;
  }

  /** The next item, again and again the same until it is taken; undefined after the last. */
  async peek(): Promise<T | undefined> {
    if (this.#returned.length > 0) return this.#returned[0];
    if (this.#done) return undefined;
    this.#next ??= Promise.resolve(this.#iterator.next());
    const result = await this.#next;
    // While this one slept, items may have been given back.
    if (this.#returned.length > 0) return this.#returned[0];
    if (!result.done) return result.value;
    this.#done = true;
    return undefined;
  }

  take(): void {
    if (this.#returned.length > 0) this.#returned.shift();
    else this.#next = undefined;
  }

  giveBack(items: readonly T[]): void {
    this.#returned.unshift(...items);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // A source that is asleep would keep `return` waiting for ever.
    if (!this.#next) await this.#iterator.return?.();
  }
}
