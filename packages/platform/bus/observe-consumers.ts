import type { GaugeReading, Gauges } from "../telemetry/gauges.ts";
import { type Backlog, backlogAfter } from "./backlog.ts";
import type { Bus } from "./connection.ts";
import { workLeft } from "./take-in-order.ts";

/** Has observed how far durable consumers are: what is not done, and for how long the first of it has waited. */
export function observeDurables(
  gauges: Gauges,
  bus: Bus,
  consumers: readonly { readonly durable: string; readonly filter: string }[],
): void {
  for (const { durable, filter } of consumers) {
    observeConsumer(gauges, durable, async () => {
      const { count, doneUpTo } = await workLeft(bus, durable);
      if (count === 0) return { count, oldestAt: null };
      const { oldestAt } = await backlogAfter(bus, [filter], doneUpTo);
      return { count, oldestAt };
    });
  }
}

/** Has observed how far a consumer is that keeps its own position. */
export function observeConsumer(
  gauges: Gauges,
  consumer: string,
  left: () => Promise<Backlog>,
): Disposable {
  return gauges.observe(["consumer.waiting", "consumer.oldest"], async () => {
    const { count, oldestAt } = await left();
    const labels = { consumer };
    const readings: GaugeReading[] = [
      { measure: "consumer.waiting", value: count, labels },
      { measure: "consumer.oldest", value: secondsSince(oldestAt), labels },
    ];
    return readings;
  });
}

/** Seconds since a time (Unix ms), no less than 0: clocks of two hosts may differ. */
export function secondsSince(at: number | null): number {
  return at === null ? 0 : Math.max(0, Date.now() - at) / 1_000;
}
