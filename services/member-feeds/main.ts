import { serviceSettings } from "@talanoa/platform/config.ts";
import { runService } from "@talanoa/platform/run-service.ts";
import { z } from "zod";
import { openFeeds } from "./open-feeds.ts";

await runService(
  {
    name: "member-feeds",
    settings: serviceSettings.extend({
      /** Connection string of the service's own database. */
      TALANOA_POSTGRES_URL: z.string().min(1),
      /** Deliveries of one precedence that a client may leave unconfirmed. */
      TALANOA_FEED_WINDOW: z.coerce.number().int().min(1).max(10_000).default(256),
    }),
    start: (shell) =>
      openFeeds(shell, {
        databaseUrl: shell.settings.TALANOA_POSTGRES_URL,
        window: shell.settings.TALANOA_FEED_WINDOW,
      }),
  },
  process,
);
