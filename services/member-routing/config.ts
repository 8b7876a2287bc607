import { serviceSettings } from "@talanoa/platform/config.ts";
import type { z } from "zod";

/** What routing is told, by environment variable: nothing of its own. */
export const settings = serviceSettings;

export type RoutingSettings = z.infer<typeof settings>;
