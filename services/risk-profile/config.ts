import { serviceSettings } from "@talanoa/platform/config.ts";
import { databaseSettings } from "@talanoa/platform/database/access.ts";
import { z } from "zod";

const count = z.coerce.number().int().positive();

/** What the screening is told, by environment variable. */
export const settings = serviceSettings.extend(databaseSettings.shape).extend({
  /** A folder of its own; the keys stand in it, so it belongs into no backup of the database. */
  TALANOA_DATA_DIR: z.string().min(1),
  /** For how long messages are held, in hours. */
  TALANOA_RAW_HOURS: count.max(24 * 31).default(24),
  /** For how long a part of a message waits for the others, in minutes; then what came is screened. */
  TALANOA_PARTS_MINUTES: count.max(24 * 60).default(60),
  /** How many days flags are kept, from when they were raised. */
  TALANOA_FLAG_DAYS: count.max(366).default(60),
  /** A folder in which files with messages are dropped, `<participant>/in`; see docs/screening.md. */
  TALANOA_DROP_DIR: z.string().optional(),
  /** A folder with the identities of the Members' screening, `<name>.json` each; without it no flag leaves its Member. */
  TALANOA_SCREENING_DIR: z.string().optional(),
  /** After how many days the links between trips go, and after how many the trips do. */
  TALANOA_IDENTITY_DAYS: count.max(366 * 2).default(183),
  TALANOA_HISTORY_DAYS: count.max(366 * 10).default(1_826),
  /** How often is looked for what is due to go, in seconds. */
  TALANOA_SWEEP_SECONDS: z.coerce.number().positive().max(3_600).default(60),
  /** The largest transmission, in bytes, and what all that are under way may have together. */
  TALANOA_TRANSMISSION_BYTES: count.max(64 * 1024 * 1024).default(16 * 1024 * 1024),
  TALANOA_TRANSMISSIONS_BYTES: count.default(128 * 1024 * 1024),
});

export type ScreeningSettings = z.infer<typeof settings>;
