import { expectedSubject } from "./unit.ts";
import type { Unit } from "./unit.ts";

/**
 * The subjects and message ids that commits under way have a claim on. Two units that expect on one subject, or
 * carry one id, must not be under way together: in one batch the server refuses both, in two it names neither.
 */
export class Claims {
  readonly #expected = new Set<string>();
  readonly #published = new Map<string, number>();
  readonly #ids = new Set<string>();

  clash(unit: Unit): boolean {
    return unit.messages.some((message) => {
      const expected = expectedSubject(message);
      if (expected !== undefined && (this.#expected.has(expected) || this.#published.has(expected)))
        return true;
      if (this.#expected.has(message.subject)) return true;
      return message.messageId !== undefined && this.#ids.has(message.messageId);
    });
  }

  add(unit: Unit): void {
    for (const message of unit.messages) {
      const expected = expectedSubject(message);
      if (expected !== undefined) this.#expected.add(expected);
      this.#published.set(message.subject, (this.#published.get(message.subject) ?? 0) + 1);
      if (message.messageId !== undefined) this.#ids.add(message.messageId);
    }
  }

  release(unit: Unit): void {
    for (const message of unit.messages) {
      const expected = expectedSubject(message);
      if (expected !== undefined) this.#expected.delete(expected);
      const left = (this.#published.get(message.subject) ?? 1) - 1;
      if (left > 0) this.#published.set(message.subject, left);
      else this.#published.delete(message.subject);
      if (message.messageId !== undefined) this.#ids.delete(message.messageId);
    }
  }
}
