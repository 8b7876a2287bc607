import type { Rate } from "@talanoa/platform/auth/rate.ts";
import type { Bus } from "@talanoa/platform/bus/connection.ts";
import type { Committer } from "@talanoa/platform/bus/committer.ts";
import type { Logger } from "@talanoa/platform/logging.ts";
import type { Refusals } from "@talanoa/platform/refusals/refusals.ts";
import type { Directory } from "@talanoa/sharing/directory/directory.ts";
import type { HubKey } from "./hub-key.ts";
import type { Prompt } from "./promptly.ts";
import type { Room } from "./room.ts";

/** What the doors of the intake work with. */
export interface Intake {
  readonly bus: Bus;
  readonly committer: Committer;
  /** The directory as it stands now. */
  readonly directory: () => Directory;
  readonly hubKey: HubKey;
  readonly log: Logger;
  readonly prompt: Prompt;
  readonly room: Room;
  readonly refusals: Refusals;
  /** Of single calls: what comes too fast is refused. */
  readonly callRate: Rate;
  /** Of notices on streams: what comes too fast waits. */
  readonly streamRate: Rate;
  /** Notices of one stream that are under way at once. */
  readonly inFlight: number;
}
