import { setTimeout as sleep } from "node:timers/promises";
import { type BatchObservableCallback, metrics } from "@opentelemetry/api";
import { type GaugeName, measures } from "@talanoa/contract/measures.ts";

/** One gauge at one time. */
export interface GaugeReading {
  readonly measure: GaugeName;
  readonly value: number;
  /** As the table of measures names them. */
  readonly labels?: { readonly [name: string]: string };
}

/** Gives the readings of now. */
export type ReadGauges = () => readonly GaugeReading[] | Promise<readonly GaugeReading[]>;

/** The gauges of one service: telemetry exports them, and `talanoa status` shows them, by the same code. */
export interface Gauges extends Disposable {
  /**
   * Has gauges read whenever telemetry or an operator asks. What rejects, or takes more than a second, gives no
   * reading that time.
   */
  observe(names: readonly GaugeName[], read: ReadGauges): Disposable;
  /** All as they are now. */
  read(): Promise<GaugeReading[]>;
}

/** Milliseconds for one look. */
const WITHIN = 1_000;

export function openGauges(): Gauges {
  const meter = metrics.getMeter("talanoa");
  const readers = new Set<ReadGauges>();
  const stops = new Set<() => void>();
  return {
    observe(names, read) {
      const instruments = new Map(
        names.map((name) => {
          const { unit, meaning: description } = measures[name];
          return [name as string, meter.createObservableGauge(name, { unit, description })];
        }),
      );
      const exported: BatchObservableCallback = async (result) => {
        for (const { measure, value, labels } of await inTime(read))
          result.observe(instruments.get(measure)!, value, labels);
      };
      const observed = [...instruments.values()];
      meter.addBatchObservableCallback(exported, observed);
      readers.add(read);
      const stop = (): void => {
        meter.removeBatchObservableCallback(exported, observed);
        readers.delete(read);
        stops.delete(stop);
      };
      stops.add(stop);
      return { [Symbol.dispose]: stop };
    },
    read: async () => (await Promise.all([...readers].map(inTime))).flat(),
    [Symbol.dispose]() {
      for (const stop of stops) stop();
    },
  };
}

async function inTime(read: ReadGauges): Promise<readonly GaugeReading[]> {
  const over = new AbortController();
  const { signal } = over;
  const late = sleep(WITHIN, [], { ref: false, signal });
  try {
    return await Promise.race([read(), late]);
  } catch {
    return [];
  } finally {
    over.abort();
    late.catch(() => {});
  }
}
