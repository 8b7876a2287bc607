import type { Rate } from "@talanoa/platform/auth/rate.ts";
import type { Committer } from "@talanoa/platform/bus/committer.ts";
import type { Directory } from "@talanoa/sharing/directory/directory.ts";
import type { Kysely } from "kysely";
import type { Senders } from "./flags/tell/senders.ts";
import type { KeyFiles } from "./keys/key-files.ts";
import type { Lists } from "./lists/lists.ts";
import type { OneAtATime } from "./lists/one-at-a-time.ts";
import type { ActiveProfiles } from "./profiles/active-profiles.ts";
import type { ScreeningTables } from "./tables/tables.ts";

/** What the doors and loops of the screening work with. */
export interface Screening {
  readonly committer: Committer;
  readonly db: Kysely<ScreeningTables>;
  readonly keys: KeyFiles;
  /** The directory as it stands now. */
  readonly directory: () => Directory;
  /** Unix ms. */
  readonly now: () => number;
  /** Of transmissions: what comes too fast waits. */
  readonly callRate: Rate;
  readonly lifetimes: Lifetimes;
  /** The lists of every participant, ready to be matched. */
  readonly lists: Lists;
  /** The profiles of every participant that screen. */
  readonly profiles: ActiveProfiles;
  /** Reads those of a participant again, after a change; while the database is away it waits. */
  readonly loadProfiles: (participant: string) => Promise<void>;
  /** Changes of profiles go one after the other: each is decided by what stands. */
  readonly profileChanges: OneAtATime;
  /** Changes of lists go one after the other: each destroys the keys that no list has. */
  readonly listChanges: OneAtATime;
  /** Transmissions with parts of messages go one after the other: two that bring the last parts see each other. */
  readonly partsInTurn: OneAtATime;
  /** Signs and sends what is told to other Members, by participant. */
  readonly senders: Senders;
  /** Whoever has put a notice into the table of those that wait calls this. */
  readonly sendSoon: () => void;
  /** The largest transmission, in bytes. */
  readonly transmissionBytes: number;
  /** What may be under way at once. */
  readonly room: Room;
}

/** How long what is kept lives, in milliseconds. */
export interface Lifetimes {
  readonly held: number;
  /** For how long a part waits for the others; half as long as it is held at most, to be screened before it goes. */
  readonly waiting: number;
  readonly flag: number;
  readonly identity: number;
  readonly history: number;
}

/** Bytes that transmissions may take together while they are read. */
export interface Room {
  /** Takes so many; false when there is no room for them. */
  take(bytes: number): boolean;
  giveBack(bytes: number): void;
}
