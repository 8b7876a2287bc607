/** Lets one side sleep until another has news. News that come while nobody sleeps are kept. */
export class News {
  #waiting: (() => void) | undefined;
  #kept = false;

  tell(): void {
    this.#kept = true;
    this.#waiting?.();
  }

  /**
   * Sleeps until there are news; false when none came within so many milliseconds. Only one may wait
   * at a time.
   */
  come(within = Infinity): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = within < Infinity ? setTimeout(() => wake(false), within) : undefined;
      const wake = (came: boolean) => {
        clearTimeout(timer);
        this.#waiting = undefined;
        this.#kept = false;
        resolve(came);
      };
      if (this.#kept) wake(true);
      else this.#waiting = () => wake(true);
    });
  }
}
