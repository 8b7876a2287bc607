import type { ScreenRequest } from "@talanoa/contract/generated/talanoa.ts";
import { type HubError, invalidField } from "@talanoa/platform/errors.ts";
import { refused } from "../refusals.ts";
import type { Screening } from "../screening.ts";

/** One transmission as it came. Disposing it gives back the room that it took. */
export interface Collected extends Disposable {
  /** Its bytes. Throws HubError when it was too large to be taken. */
  bytes(): Buffer;
}

type Limits = Pick<Screening, "transmissionBytes" | "room">;

/**
 * The transmissions of a call, each once its last chunk is there. Throws HubError when the call ends within
 * one: what was cut off on its way is sent again as a whole.
 */
export async function* transmissionsOf(
  requests: AsyncIterable<ScreenRequest>,
  limits: Limits,
): AsyncGenerator<Collected, void, undefined> {
  let collecting: Collecting | null = null;
  try {
    for await (const { chunk, last } of requests) {
      collecting ??= new Collecting(limits);
      collecting.add(chunk);
      if (!last) continue;
      const collected = collecting;
      collecting = null;
      yield collected;
    }
    if (!collecting) return;
    throw refused("transmission-whole");
  } finally {
    collecting?.[Symbol.dispose]();
  }
}

class Collecting implements Collected {
  readonly #limits: Limits;
  #chunks: Uint8Array[] = [];
  #taken = 0;
  #refused: HubError | null = null;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** What was refused is read to its end, and forgotten as it comes. */
  add(chunk: Uint8Array): void {
    if (this.#refused) return;
    const { transmissionBytes, room } = this.#limits;
    if (this.#taken + chunk.length > transmissionBytes) {
      const description = `A transmission has up to ${transmissionBytes} bytes: send its messages apart.`;
      this.#refuse(invalidField("chunk", "transmission-size", description));
    } else if (room.take(chunk.length)) {
      this.#taken += chunk.length;
      this.#chunks.push(chunk);
    } else {
      this.#refuse(refused("room"));
    }
  }

  bytes(): Buffer {
    if (this.#refused) throw this.#refused;
    return Buffer.concat(this.#chunks);
  }

  [Symbol.dispose](): void {
    this.#limits.room.giveBack(this.#taken);
    this.#taken = 0;
    this.#chunks = [];
  }

  #refuse(error: HubError): void {
    this[Symbol.dispose]();
    this.#refused = error;
  }
}
