import { StatusService } from "@talanoa/contract/generated/talanoa.ts";
import {
  type DoorName,
  type HubTold,
  servicesOfDoors,
} from "@talanoa/sharing/status/hub-status.ts";
import { type Finding, judge } from "@talanoa/sharing/status/judge.ts";
import type { Session } from "../../session.ts";

/** How the hub is, as it was told at one time. */
export interface Health {
  readonly status: HubTold;
  readonly findings: readonly Finding[];
  /** Unix ms. */
  readonly at: number;
}

/** Milliseconds in which the hub must answer: it waits three seconds for an instance that is slow. */
const WITHIN = 8_000;

/** Asks the hub how it is, and judges it as `talanoa status` does. `now` is Unix ms. Throws HubError. */
export async function askHealth(
  hub: Session["hub"],
  now: () => number,
  signal?: AbortSignal,
): Promise<Health> {
  const options = { deadline: WITHIN, patience: 0, signal };
  const { instances } = await hub.call(StatusService.getStatus, {}, options);
  const doors = Object.keys(servicesOfDoors) as DoorName[];
  const status = {
    instances,
    // Where each door is only the console's server knows. A hub may do without screening, or telling people; that the
    // console is there this page shows itself.
    doors: doors
      .filter((door) => door !== "console")
      .filter(
        (door) =>
          (door !== "screening" && door !== "notification") ||
          instances.some(({ service }) => service === servicesOfDoors[door]),
      )
      .map((door) => ({ door, address: "", error: null })),
  };
  return { status, findings: judge(status), at: now() };
}
