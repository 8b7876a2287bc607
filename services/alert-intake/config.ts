import { serviceSettings } from "@talanoa/platform/config.ts";
import { z } from "zod";

const rate = z.coerce.number().positive();
const count = z.coerce.number().int().positive();

/** What the intake is told, by environment variable. */
export const settings = serviceSettings.extend({
  /** The key with which the hub signs receipts. */
  TALANOA_HUB_KEY_FILE: z.string().min(1),
  /** Notices of one principal on streams, a second: what comes faster waits. */
  TALANOA_STREAMED_PER_SECOND: rate.default(20_000),
  TALANOA_STREAMED_BURST: count.default(20_000),
  /** Notices of one stream that are under way at once. */
  TALANOA_STREAM_IN_FLIGHT: count.max(10_000).default(1_024),
  /** The share of the stream's size beyond which no more is published. */
  TALANOA_PUBLISH_SHARE: z.coerce.number().positive().max(1).default(0.9),
});

export type IntakeSettings = z.infer<typeof settings>;
