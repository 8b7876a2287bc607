import { serviceSettings } from "@talanoa/platform/config.ts";
import { databaseAccess, databaseSettings } from "@talanoa/platform/database/access.ts";
import { runService } from "@talanoa/platform/run-service.ts";
import { z } from "zod";
import { openFeeds } from "./open-feeds.ts";
import { readSearchKey } from "./search-key.ts";

await runService(
  {
    name: "member-feeds",
    settings: serviceSettings.extend(databaseSettings.shape).extend({
      /** The key under which the search index hashes words and identifiers: alike for all replicas. */
      TALANOA_SEARCH_KEY_FILE: z.string().min(1),
      /** Deliveries of one precedence that a client may leave unconfirmed. */
      TALANOA_FEED_WINDOW: z.coerce.number().int().min(1).max(10_000).default(256),
    }),
    start: async (shell) =>
      openFeeds(shell, {
        database: databaseAccess(shell.settings),
        searchKey: await readSearchKey(shell.settings.TALANOA_SEARCH_KEY_FILE),
        window: shell.settings.TALANOA_FEED_WINDOW,
        standbys: shell.settings.TALANOA_POSTGRES_STANDBYS,
      }),
  },
  process,
);
