import { routingLanes, subjects } from "@talanoa/contract/subjects.ts";
import type { Bus } from "@talanoa/platform/bus/connection.ts";
import { observeDurables, secondsSince } from "@talanoa/platform/bus/observe-consumers.ts";
import type { Gauges } from "@talanoa/platform/telemetry/gauges.ts";
import type { ErasingBacklog } from "./eraser.ts";
import type { Lateness } from "./lateness.ts";

/** What the loops of routing tell of themselves. */
export interface RoutingState {
  readonly erasing: ErasingBacklog;
  readonly expiry: Lateness;
  readonly obligations: Lateness;
}

/** Has observed what waits to be routed, what to be erased, and whether deadlines are kept. */
export function observeRouting(
  gauges: Gauges,
  bus: Bus,
  { erasing, expiry, obligations }: RoutingState,
): void {
  const filter = subjects.directoryEntriesOf("operation");
  observeDurables(gauges, bus, [...routingLanes, { durable: "routing-operations", filter }]);
  gauges.observe(["erasing.backlog", "erasing.oldest"], () => {
    const ordered = [...erasing.values()].map(({ orderedAt }) => orderedAt);
    const oldest = ordered.length > 0 ? Math.min(...ordered) : null;
    return [
      { measure: "erasing.backlog", value: erasing.size },
      { measure: "erasing.oldest", value: secondsSince(oldest) },
    ];
  });
  gauges.observe(["deadline.late"], () => [
    { measure: "deadline.late", value: expiry.seconds, labels: { deadline: "expiry" } },
    { measure: "deadline.late", value: obligations.seconds, labels: { deadline: "obligation" } },
  ]);
}
