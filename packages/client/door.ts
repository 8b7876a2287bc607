import type { Client } from "@grpc/grpc-js";
import { HubError } from "@talanoa/platform/errors.ts";

/** One service of the hub, which may run several times: an instance is used until it fails, then the next one. */
export class Door {
  readonly #instances: readonly Client[];
  #current: number;

  /** `first`, from 0 to below 1, says with which instance to begin: clients spread over all of them. */
  constructor(instances: readonly Client[], first: number) {
    this.#instances = instances;
    this.#current = Math.floor(first * instances.length);
  }

  get instance(): Client {
    return this.#instances[this.#current]!;
  }

  /** To be called when an instance did not answer, or said that it cannot now. */
  leave(instance: Client): void {
    if (instance !== this.instance) return;
    this.#current = (this.#current + 1) % this.#instances.length;
  }

  /**
   * Waits until the connection to one of them stands, and uses that one. Throws HubError `unavailable` when the time,
   * in milliseconds, is over, and the signal's reason.
   */
  async reach(within: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    const end = Date.now() + within;
    const aborted = Promise.withResolvers<never>();
    const abort = () => aborted.reject(signal?.reason as Error);
    signal?.addEventListener("abort", abort, { once: true });
    try {
      const first = Promise.any(this.#instances.map((instance) => standing(instance, end)));
      this.#current = this.#instances.indexOf(await Promise.race([first, aborted.promise]));
    } catch (cause) {
      signal?.throwIfAborted();
      throw new HubError("unavailable", "the hub does not answer", { cause });
    } finally {
      signal?.removeEventListener("abort", abort);
    }
  }

  close(): void {
    for (const instance of this.#instances) instance.close();
  }
}

function standing(instance: Client, end: number): Promise<Client> {
  return new Promise((resolve, reject) => {
    instance.waitForReady(end, (error) => (error ? reject(error) : resolve(instance)));
  });
}
