import type { InstanceStatus } from "@talanoa/contract/generated/talanoa.ts";
import manifest from "../package.json" with { type: "json" };
import type { Gauges } from "../telemetry/gauges.ts";
import { instanceName } from "../telemetry/instance.ts";

export interface OwnStatusOptions {
  readonly service: string;
  /** How many instances of it are meant to run. */
  readonly wanted: number;
  readonly serving: () => boolean;
  readonly gauges: Pick<Gauges, "read">;
  /** Unix ms. */
  readonly startedAt: number;
}

/** Gives a look at how this process is. Who asks during one gets the same: each look asks broker and database. */
export function ownStatus(options: OwnStatusOptions): () => Promise<InstanceStatus> {
  const { service, wanted, serving, gauges, startedAt } = options;
  let looking: Promise<InstanceStatus> | null = null;

  async function look(): Promise<InstanceStatus> {
    const readings = (await gauges.read()).map(({ measure, value, labels = {} }) => ({
      measure,
      value,
      labels: { ...labels },
    }));
    const { version } = manifest;
    const instance = instanceName();
    return { service, instance, version, startedAt, serving: serving(), wanted, readings };
  }

  return () => (looking ??= look().finally(() => (looking = null)));
}
