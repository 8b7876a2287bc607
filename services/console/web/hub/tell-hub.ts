import type { Told } from "@talanoa/client/arrivals.ts";
import { ask } from "./ask.ts";

/** Milliseconds. */
const DEADLINE = 20_000;
/** Deliveries of one request: the server takes no more. */
const AT_ONCE = 1_000;

/**
 * Tells the hub, by the console, what was received and opened of one stream: one request at a time, and what is said
 * meanwhile goes with the next. What could not be told comes again, and is told then.
 */
export class TellHub implements Told {
  readonly #path: string;
  readonly #received: number[] = [];
  readonly #opened: number[] = [];
  #telling = false;

  constructor(stream: string) {
    this.#path = `/events/${stream}`;
  }

  received(delivery: number): void {
    this.#received.push(delivery);
    void this.#tell();
  }

  opened(deliveries: readonly number[]): void {
    this.#opened.push(...deliveries);
    void this.#tell();
  }

  async #tell(): Promise<void> {
    if (this.#telling) return;
    this.#telling = true;
    try {
      for (;;) {
        const delivery = this.#received.shift();
        if (delivery !== undefined) await this.#post("received", { delivery });
        else if (this.#opened.length > 0)
          await this.#post("opened", { deliveries: this.#opened.splice(0, AT_ONCE) });
        else return;
      }
    } finally {
      this.#telling = false;
    }
  }

  async #post(what: string, body: object): Promise<void> {
    const headers = { "content-type": "application/json" };
    const asked = { method: "POST", headers, body: JSON.stringify(body), deadline: DEADLINE };
    await ask(`${this.#path}/${what}`, asked).catch(() => {});
  }
}
