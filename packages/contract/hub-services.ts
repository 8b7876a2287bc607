/** The services of the hub that are at its broker, by the names that they have everywhere. */
export const hubServices = [
  "alert-intake",
  "member-routing",
  "member-feeds",
  "audit-log",
  "risk-profile",
  "notification",
] as const;

export type HubService = (typeof hubServices)[number];

/** All that run of the hub: the console is at no broker, and reaches the others by their doors. */
export const runningServices = [...hubServices, "console"] as const;
