import type { ServedService, TestHub } from "@talanoa/platform/testing/hub.ts";
import { settings } from "../config.ts";
import { startRouting } from "../start-routing.ts";

/** Runs the routing service on a test's hub. */
export function runRouting(hub: TestHub): Promise<ServedService> {
  return hub.run({ name: "member-routing", settings, start: startRouting });
}
