/** What falls due, the earliest first. */
export class DeadlineQueue<Key> {
  readonly #at = new Map<Key, number>();
  /** A binary heap of places in time; one whose key was moved since is passed over. */
  readonly #heap: { readonly at: number; readonly key: Key }[] = [];

  /** Sets when a key falls due (Unix ms), in place of what was set before; 0 for never. */
  set(key: Key, at: number): void {
    if (at === 0) {
      this.#at.delete(key);
      return;
    }
    if (this.#at.get(key) === at) return;
    this.#at.set(key, at);
    this.#push({ at, key });
  }

  /** Whether a key falls due at any time. */
  has(key: Key): boolean {
    return this.#at.has(key);
  }

  /** When the next one falls due; Infinity for none. */
  get next(): number {
    this.#dropMoved();
    return this.#heap[0]?.at ?? Infinity;
  }

  /** Takes out all that is due at a time. */
  take(now: number): Key[] {
    const due: Key[] = [];
    while (this.next <= now) {
      const { key } = this.#pop()!;
      this.#at.delete(key);
      due.push(key);
    }
    return due;
  }

  #dropMoved(): void {
    for (;;) {
      const [first] = this.#heap;
      if (!first || this.#at.get(first.key) === first.at) return;
      this.#pop();
    }
  }

  #push(item: { readonly at: number; readonly key: Key }): void {
    const heap = this.#heap;
    let place = heap.push(item) - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (heap[parent]!.at <= item.at) break;
      heap[place] = heap[parent]!;
      place = parent;
    }
    heap[place] = item;
  }

  #pop(): { readonly at: number; readonly key: Key } | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (!first || !last || heap.length === 0) return first;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && heap[child + 1]!.at < heap[child]!.at) child += 1;
      if (heap[child]!.at >= last.at) break;
      heap[place] = heap[child]!;
      place = child;
    }
    heap[place] = last;
    return first;
  }
}
