import { counter } from "@talanoa/platform/telemetry/instruments.ts";

/** Messages that were handed over, or not, by way and outcome. */
export const sent = counter("notification.sent");
