import { metrics } from "@opentelemetry/api";

const meter = metrics.getMeter("talanoa");

/** Copies that went out to subscribers, by precedence. */
export const delivered = meter.createCounter("feeds.delivered", { unit: "{copy}" });

/** From routing to the wire: of the first of the copies that went out together, on their first attempt. */
export const deliveryLag = meter.createHistogram("feeds.delivery.lag", { unit: "ms" });

/** Subscriptions that are open. */
export const openSubscriptions = meter.createUpDownCounter("feeds.subscriptions.open");
