import { counter, histogram } from "@talanoa/platform/telemetry/instruments.ts";

/** Copies that went out to subscribers, by precedence. */
export const delivered = counter("feeds.delivered");

/** From routing to the wire: of the first of the copies that went out together, on their first attempt. */
export const deliveryLag = histogram("feeds.delivery.lag");
