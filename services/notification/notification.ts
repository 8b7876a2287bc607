import type { Bell } from "@talanoa/platform/bell.ts";
import type { DirectoryFollower } from "@talanoa/platform/directory/follower.ts";
import type { Bus } from "@talanoa/platform/bus/connection.ts";
import type { Logger } from "@talanoa/platform/logging.ts";
import type { Kysely } from "kysely";
import type { Ways } from "./send/way.ts";
import type { NotificationTables } from "./tables/tables.ts";

/** What all parts of the service work with. */
export interface Notification {
  readonly bus: Bus;
  readonly db: Kysely<NotificationTables>;
  readonly directory: Pick<DirectoryFollower, "latest">;
  readonly log: Logger;
  /** Seals addresses; 32 bytes. */
  readonly key: Uint8Array;
  /** By which this hub tells people. */
  readonly ways: Ways;
  /** The hub's public key towards push services, base64url; empty where it sends to none. */
  readonly pushKey: string;
  /** Push services that are sent to. */
  readonly pushServices: readonly string[];
  /** Where a browser finds the console. */
  readonly console: string;
  /** Milliseconds for which what comes is gathered. */
  readonly gather: number;
  /** Days after which who does not sign in is forgotten. */
  readonly lapsesDays: number;
  /** Rung when something waits to be sent. */
  readonly bell: Bell;
}

export const DAY = 24 * 3_600_000;
