import { EventEmitter } from "node:events";

/**
 * Which sessions were signed out of here, until they would have been over anyway: a cookie of theirs may come again, by an
 * answer that was on its way to the browser or from who copied it.
 */
export class EndedSessions {
  readonly #until = new Map<string, number>();
  readonly #watched = new EventEmitter().setMaxListeners(0);

  /** `until` and `now` are Unix milliseconds. */
  end(id: string, until: number, now: number): void {
    for (const [each, its] of this.#until) if (its < now) this.#until.delete(each);
    this.#until.set(id, until);
    this.#watched.emit(id);
  }

  has(id: string): boolean {
    return this.#until.has(id);
  }

  /** Calls `over` once when this session is signed out of, until the returned function is called. */
  watch(id: string, over: () => void): () => void {
    this.#watched.once(id, over);
    return () => this.#watched.off(id, over);
  }
}
