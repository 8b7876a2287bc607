import type { Generated } from "kysely";

/** What may wait to be told. */
export type Told = "flash" | "immediate" | "overdue" | "code" | "test";

/** How a destination is reached. */
export type WayName = "mail" | "push";

/** What the database of the service holds: who is told of what, and what waits. No content of any notice. */
export interface NotificationTables {
  /** An officer that has chosen something. */
  officer: {
    id: Generated<number>;
    participant: string;
    principal: string;
    /** By the last token that it came with. */
    roles: string[];
    /** When it last signed in, as far as this service saw; Unix ms. */
    seen_at: number;
    flash: boolean;
    immediate: boolean;
    overdue: boolean;
    exercises: boolean;
    language: string;
  };
  /** Where an officer is told. */
  destination: {
    id: Generated<number>;
    officer: number;
    way: WayName;
    /** The address, sealed (platform/sealed.ts); see seal-address.ts. */
    sealed: Buffer;
    /** Of a device: by which its browser knows it. */
    print: Buffer | null;
    confirmed: boolean;
    /** The code that confirms it, sealed, until when it counts (Unix ms), and how often another one was given. */
    code: Buffer | null;
    code_until: number;
    code_tries: Generated<number>;
    added_at: number;
    /** When something of the stream was last told there, Unix ms; 0 for never. */
    told_at: Generated<number>;
    /** Nothing is sent there before this time, Unix ms. */
    retry_at: Generated<number>;
    failures: Generated<number>;
    /** Since when nothing arrives there, Unix ms; 0 while it does. */
    failing_since: Generated<number>;
    /** Whether the other side said that there is no such address. */
    refused: Generated<boolean>;
  };
  /** What waits to be told at a destination: written with the position, gone when it was sent or is settled. */
  waiting: {
    id: Generated<number>;
    destination: number;
    of: Told;
    exercise: boolean;
    /** Of what is told, its place in the stream; null for a code and a test. */
    sequence: number | null;
    origin: string;
    /** The notice's id. */
    notice: string;
    version: number;
    /** Unix ms. */
    queued_at: number;
    /** When it is to go at the latest. */
    due_at: number;
  };
  /** One row: the hub's key towards push services, sealed. */
  push_key: { id: number; sealed: Buffer };
  /** One row: all of the stream up to this place has been looked at; -1 before the first start. */
  following: { position: number };
}
