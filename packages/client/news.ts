/** Lets one side sleep until another has news. News that come while nobody sleeps are kept. */
export class News {
  #waiting: (() => void) | undefined;
  #kept = false;

  tell(): void {
    this.#kept = true;
    this.#waiting?.();
  }

  /** Only one may wait at a time. */
  come(): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        this.#waiting = undefined;
        this.#kept = false;
        resolve();
      };
      if (this.#kept) wake();
      else this.#waiting = wake;
    });
  }
}
