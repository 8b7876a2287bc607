import { type ServiceSettings, serviceSettings } from "@talanoa/platform/config.ts";

/** What routing is told, by environment variable: nothing of its own. */
export const settings = serviceSettings;

export type RoutingSettings = ServiceSettings;
