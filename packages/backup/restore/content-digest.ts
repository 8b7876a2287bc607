import { createHash } from "node:crypto";
import type { Planned } from "./plan.ts";

/** A digest over messages in their order: places, times, subjects, headers and payloads. */
export class ContentDigest {
  readonly #hash = createHash("sha256");
  #messages = 0;

  add({ sequence, storedAt, subject, headers, payload }: Planned): void {
    // As JSON, so that nothing can be taken for something else; its length goes before the payload.
    const sorted = headers.map(({ name, value }) => [name, value]).sort();
    this.#hash.update(`${JSON.stringify([sequence, storedAt, subject, sorted, payload.length])}\n`);
    this.#hash.update(payload);
    this.#messages += 1;
  }

  /** How many there were, and the digest in hexadecimal digits. */
  result(): { messages: number; digest: string } {
    return { messages: this.#messages, digest: this.#hash.digest("hex") };
  }
}
