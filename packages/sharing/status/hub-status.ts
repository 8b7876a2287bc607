import type { InstanceStatus } from "@talanoa/contract/generated/talanoa.ts";

/** The service behind each door of a hub. */
export const servicesOfDoors = {
  intake: "alert-intake",
  routing: "member-routing",
  feeds: "member-feeds",
  log: "audit-log",
  screening: "risk-profile",
  notification: "notification",
  console: "console",
} as const;

export type DoorName = keyof typeof servicesOfDoors;

/** What came of asking one address of a door. */
export interface DoorTold {
  readonly door: DoorName;
  /** `host:port`; a door may have several, one for each instance. Empty where it is not known. */
  readonly address: string;
  /** Null when it answered. */
  readonly error: { readonly message: string } | null;
}

/** How a hub is, as it was told. */
export interface HubTold {
  /** Of all instances that any door told of, each once. */
  readonly instances: readonly InstanceStatus[];
  readonly doors: readonly DoorTold[];
}
