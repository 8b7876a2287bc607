import type { Rate } from "@talanoa/platform/auth/rate.ts";
import type { Committer } from "@talanoa/platform/bus/committer.ts";
import type { Directory } from "@talanoa/sharing/directory/directory.ts";
import type { Kysely } from "kysely";
import type { KeyFiles } from "./keys/key-files.ts";
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
  /** The largest transmission, in bytes. */
  readonly transmissionBytes: number;
  /** What may be under way at once. */
  readonly room: Room;
}

/** How long what is kept lives, in milliseconds. */
export interface Lifetimes {
  readonly held: number;
  readonly identity: number;
  readonly history: number;
}

/** Bytes that transmissions may take together while they are read. */
export interface Room {
  /** Takes so many; false when there is no room for them. */
  take(bytes: number): boolean;
  giveBack(bytes: number): void;
}
