import type { InstanceStatus } from "@talanoa/contract/generated/talanoa.ts";
import manifest from "../package.json" with { type: "json" };
import type { Gauges } from "../telemetry/gauges.ts";
import { instanceName } from "../telemetry/instance.ts";

/** How this process is. */
export interface OwnStatus {
  /** Which one it is, without readings: known at once. */
  name(): InstanceStatus;
  /** The same with all gauges. Who asks during a look gets that one: each asks broker and database. */
  look(): Promise<InstanceStatus>;
}

export interface OwnStatusOptions {
  readonly service: string;
  /** How many instances of it are meant to run. */
  readonly wanted: number;
  readonly serving: () => boolean;
  readonly gauges: Pick<Gauges, "read">;
  /** Unix ms. */
  readonly startedAt: number;
}

export function ownStatus({
  service,
  wanted,
  serving,
  gauges,
  startedAt,
}: OwnStatusOptions): OwnStatus {
  let looking: Promise<InstanceStatus> | null = null;
  const instance = instanceName();
  const { version } = manifest;

  function name(): InstanceStatus {
    return { service, instance, version, startedAt, serving: serving(), wanted, readings: [] };
  }

  async function look(): Promise<InstanceStatus> {
    const read = await gauges.read();
    const readings = read.map(({ measure, value, labels = {} }) => ({
      measure,
      value,
      labels: { ...labels },
    }));
    return { ...name(), readings };
  }

  return { name, look: () => (looking ??= look().finally(() => (looking = null))) };
}
