import type { GaugeName } from "@talanoa/contract/measures.ts";
import type { GaugeReading } from "./gauges.ts";

type Labels = NonNullable<GaugeReading["labels"]>;

/** A gauge that is told its values when they change; it says nothing before the first. */
export class KeptGauge {
  readonly name: GaugeName;
  readonly #values = new Map<string, GaugeReading>();

  constructor(name: GaugeName) {
    this.name = name;
  }

  record(value: number, labels: Labels = {}): void {
    const key = JSON.stringify(labels);
    this.#values.set(key, { measure: this.name, value, labels });
  }

  /** Says nothing again, until the next: what was told holds no more. */
  clear(): void {
    this.#values.clear();
  }

  /** What was told last, of each set of labels. */
  readonly read = (): readonly GaugeReading[] => [...this.#values.values()];
}
