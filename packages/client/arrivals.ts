import type { Delivery } from "@talanoa/contract/generated/talanoa.ts";
import { Deliveries } from "./deliveries.ts";
import { checkCopy } from "./genuine-copy.ts";
import type { Hub } from "./hub.ts";
import type { KeyRing } from "./key-ring.ts";
import { getNotice } from "./notices.ts";
import type { Arrival, SubscribeOptions } from "./subscribe.ts";

/** What the hub is told on the call that stands, by the numbers of that call. */
export interface Told {
  received(delivery: number): void;
  opened(deliveries: readonly number[]): void;
}

/** What arrives on a subscription, checked and counted through its calls, and what the hub is told of it. */
export class Arrivals {
  readonly #hub: Hub;
  readonly #keys: KeyRing;
  readonly #options: Pick<SubscribeOptions, "deduplicate" | "onState">;
  readonly #deliveries = new Deliveries();
  readonly #telling = new Set<Promise<unknown>>();
  #tell: Told | undefined;

  constructor(hub: Hub, keys: KeyRing, options: Pick<SubscribeOptions, "deduplicate" | "onState">) {
    this.#hub = hub;
    this.#keys = keys;
    this.#options = options;
  }

  /** A new call stands, on which the hub is told. */
  begin(tell: Told): void {
    this.#deliveries.begin(this.#options.deduplicate ?? false);
    this.#tell = tell;
  }

  /** The call is gone: nothing more can be told on it. */
  end(): void {
    this.#tell = undefined;
  }

  /** A delivery of the call that stands; null for what is given no second time. Throws what the key ring throws. */
  async take(delivery: Delivery): Promise<Arrival | null> {
    const { copy, precedence, attempt } = delivery;
    if (!copy) return null;
    const content = await checkCopy(copy, this.#keys);
    const placed = this.#deliveries.place(delivery.number, precedence, content);
    if (!placed.known) return { number: placed.number, precedence, attempt, content };
    // It was stored, and shown, when it came first, but the hub did not hear of it.
    if (placed.received) this.#tell?.received(delivery.number);
    if (placed.opened) this.#tell?.opened([delivery.number]);
    return null;
  }

  received(number: number): void {
    const wire = this.#deliveries.received(number);
    if (wire !== null) this.#tell?.received(wire);
  }

  opened(numbers: readonly number[]): void {
    const wires: number[] = [];
    for (const number of numbers) {
      const its = this.#deliveries.opened(number);
      if (!its) continue;
      if (its.wire !== null && this.#tell) wires.push(its.wire);
      else if (its.ref) {
        // The call that brought it is gone, and it may not come again: getting it tells as much.
        const told = getNotice(this.#hub, its.ref, { patience: 60_000 })
          .catch((error: unknown) => this.#options.onState?.({ kind: "opened-untold", error }))
          .finally(() => this.#telling.delete(told));
        this.#telling.add(told);
      }
    }
    if (wires.length > 0) this.#tell?.opened(wires);
  }

  /** Resolves when nothing that is to be told is under way any more. */
  async told(): Promise<void> {
    await Promise.all(this.#telling);
  }
}
