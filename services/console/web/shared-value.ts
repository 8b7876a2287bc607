import { type ReadonlySignal, signal } from "@preact/signals";
import { browserStore } from "./browser-store.ts";

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
  /** Changes for which there was no room: this window alone has them. */
  #unkept: ((before: Value) => Value)[] = [];

  constructor(name: string, written: Written<Value>) {
    this.#name = name;
    this.#written = written;
    this.#its = signal<Value>(this.#standing());
    addEventListener("storage", () => (this.#its.value = this.#standing()));
  }

  get signal(): ReadonlySignal<Value> {
    return this.#its;
  }

  /** Changes what is kept now, also what another window kept a moment ago. */
  change(change: (before: Value) => Value): void {
    this.#unkept.push(change);
    const next = this.#standing();
    const text = this.#written.write(next);
    browserStore.setItem(this.#name, text);
    if (browserStore.getItem(this.#name) === text) this.#unkept = [];
    this.#its.value = next;
  }

  /** Forgets it. */
  clear(): void {
    browserStore.removeItem(this.#name);
    this.#unkept = [];
    this.#its.value = this.#written.read(null);
  }

  /** What all windows keep, with what this one could not. */
  #standing(): Value {
    const kept = this.#written.read(browserStore.getItem(this.#name));
    return this.#unkept.reduce((value, change) => change(value), kept);
  }
}
