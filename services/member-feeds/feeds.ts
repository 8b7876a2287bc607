import type { Rate } from "@talanoa/platform/auth/rate.ts";
import type { Committer } from "@talanoa/platform/bus/committer.ts";
import type { Bus } from "@talanoa/platform/bus/connection.ts";
import type { DirectoryFollower } from "@talanoa/platform/directory/follower.ts";
import type { Logger } from "@talanoa/platform/logging.ts";
import type { Kysely } from "kysely";
import type { AccessWatch } from "./access.ts";
import type { Endings } from "./endings.ts";
import type { FeedTables } from "./database.ts";
import type { OpenLanes } from "./open-lanes.ts";
import type { PageTokens } from "./page-token.ts";
import type { SearchKey } from "./search-key.ts";
import type { Seats } from "./seats.ts";

/** What the doors of the feeds work with. */
export interface Feeds {
  readonly bus: Bus;
  readonly committer: Committer;
  readonly directory: DirectoryFollower;
  readonly callRate: Rate;
  readonly log: Logger;
  readonly db: Kysely<FeedTables>;
  /** Throws `unavailable` while the database does not yet hold what the stream had at the start. */
  readonly checkCaughtUp: () => Promise<void>;
  /** The same of the recalls that are open. */
  readonly checkRecalls: () => Promise<void>;
  readonly pageTokens: PageTokens;
  readonly searchKey: SearchKey;
  /** Whether the index has what the stream had at the start. Throws `unavailable`. */
  readonly searchCaughtUp: () => Promise<boolean>;
  /** The subscriptions that are open here. */
  readonly seats: Seats;
  /** How the lanes of those stand. */
  readonly lanes: OpenLanes;
  readonly access: AccessWatch;
  readonly endings: Pick<Endings, "has" | "withoutPersonal">;
  /** So many deliveries of one precedence may be unconfirmed. */
  readonly window: number;
}
