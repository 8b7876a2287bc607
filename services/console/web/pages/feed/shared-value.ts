import { type ReadonlySignal, signal } from "@preact/signals";
import { browserStore } from "../../browser-store.ts";

/** How a value is kept as text; `read` of nothing gives what stands at first. */
interface Written<Value> {
  readonly read: (text: string | null) => Value;
  readonly write: (value: Value) => string;
}

/** A value that this browser keeps and all its windows share; where nothing can be kept, this window alone has it. */
export class SharedValue<Value> {
  readonly #name: string;
  readonly #written: Written<Value>;
  readonly #its;
  #isKept = true;

  constructor(name: string, written: Written<Value>) {
    this.#name = name;
    this.#written = written;
    this.#its = signal<Value>(this.#kept());
    addEventListener("storage", () => {
      if (this.#isKept) this.#its.value = this.#kept();
    });
  }

  get signal(): ReadonlySignal<Value> {
    return this.#its;
  }

  /** Changes what is kept now, also what another window kept a moment ago. */
  change(change: (before: Value) => Value): void {
    const next = change(this.#isKept ? this.#kept() : this.#its.peek());
    const text = this.#written.write(next);
    browserStore.setItem(this.#name, text);
    this.#isKept = browserStore.getItem(this.#name) === text;
    this.#its.value = next;
  }

  /** Forgets it. */
  clear(): void {
    browserStore.removeItem(this.#name);
    this.#its.value = this.#written.read(null);
  }

  #kept(): Value {
    return this.#written.read(browserStore.getItem(this.#name));
  }
}
