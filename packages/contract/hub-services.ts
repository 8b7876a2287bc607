/** The services of the hub, by the names that they have everywhere. */
export const hubServices = [
  "alert-intake",
  "member-routing",
  "member-feeds",
  "audit-log",
  "risk-profile",
  "notification",
] as const;

export type HubService = (typeof hubServices)[number];
