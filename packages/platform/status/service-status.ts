import { StatusService } from "@talanoa/contract/generated/talanoa.ts";
import type { Directory } from "@talanoa/sharing/directory/directory.ts";
import type { Rate } from "../auth/rate.ts";
import { type Answered, unary } from "../grpc/call.ts";
import { paced } from "../grpc/paced.ts";
import type { Logger } from "../logging.ts";
import { type Gauges, openGauges } from "../telemetry/gauges.ts";
import { answerStatus, askAll } from "./all-statuses.ts";
import { getStatus } from "./get-status.ts";
import { ownStatus } from "./own-status.ts";
import { observeShell, type ShellParts } from "./shell-gauges.ts";

export interface ServiceStatusOptions extends ShellParts {
  readonly service: string;
  readonly log: Logger;
}

/** How a service says how it is, from its start on: to the others over the broker, and at its own door. */
export interface ServiceStatus extends Disposable {
  readonly gauges: Gauges;
  /** Whether the service takes calls. */
  serving: boolean;
  /** The door by which the Secretariat asks. */
  door(directory: () => Directory, callRate: Rate): Answered;
}

export function openServiceStatus(options: ServiceStatusOptions): ServiceStatus {
  const { service, wanted, bus, log } = options;
  const gauges = openGauges();
  observeShell(gauges, options);
  const startedAt = Date.now() - Math.round(performance.now());
  const own = ownStatus({ service, wanted, gauges, startedAt, serving: () => status.serving });
  const answering = answerStatus(bus, { service, own, log });
  const status: ServiceStatus = {
    gauges,
    serving: false,
    door(directory, callRate) {
      const statuses = { own: own.look, all: () => askAll(bus), directory };
      return unary(StatusService.getStatus, paced(callRate, getStatus(statuses)));
    },
    [Symbol.dispose]() {
      answering[Symbol.dispose]();
      gauges[Symbol.dispose]();
    },
  };
  return status;
}
