import type { Committer } from "../bus/committer.ts";
import type { Bus } from "../bus/connection.ts";
import { readStreamUsage, type StreamNode } from "../bus/exchange-stream.ts";
import type { GaugeReading, Gauges } from "../telemetry/gauges.ts";

export interface ShellParts {
  readonly bus: Bus;
  readonly committer: Pick<Committer, "load">;
  /** How many instances of the service are meant to run. */
  readonly wanted: number;
}

/** Has observed what every service knows: its connection, its commits, and the stream. */
export function observeShell(gauges: Gauges, { bus, committer, wanted }: ShellParts): void {
  gauges.observe(["instance.wanted", "bus.available", "bus.commit.waiting"], () => [
    { measure: "instance.wanted", value: wanted },
    { measure: "bus.available", value: Number(bus.available()) },
    { measure: "bus.commit.waiting", value: committer.load.callers },
  ]);
  gauges.observe(
    [
      "stream.available",
      "stream.size",
      "stream.limit",
      "stream.fill",
      "stream.messages",
      "stream.replica.in_step",
      "stream.replicas.missing",
    ],
    () => streamReadings(bus),
  );
}

async function streamReadings(bus: Bus): Promise<GaugeReading[]> {
  const usage = await readStreamUsage(bus).catch(() => null);
  if (!usage) return [{ measure: "stream.available", value: 0 }];
  const { bytes, maxBytes, messages, replicas, nodes } = usage;
  const inStep = nodes.filter((node) => node.inStep).length;
  return [
    { measure: "stream.available", value: 1 },
    { measure: "stream.size", value: bytes },
    { measure: "stream.limit", value: maxBytes },
    { measure: "stream.fill", value: maxBytes > 0 ? bytes / maxBytes : 0 },
    { measure: "stream.messages", value: messages },
    { measure: "stream.replicas.missing", value: Math.max(0, replicas - inStep) },
    ...nodes.map(({ name, inStep }: StreamNode) => ({
      measure: "stream.replica.in_step" as const,
      value: Number(inStep),
      labels: { node: name },
    })),
  ];
}
