import type { FlagState } from "@talanoa/contract/generated/talanoa.ts";
import type { ProfileState } from "@talanoa/passenger/profiles/profile-life.ts";

export type FoundBy = "watchlist" | "profile";

/** What the database of the screening holds. Whatever is about a traveller is sealed (platform/sealed.ts). */
export interface ScreeningTables {
  /** Every transmission that was screened, by its digest alone. */
  transmission: {
    participant: string;
    digest: Buffer;
    /** Unix ms. */
    screened_at: number;
    /** How many were in it. */
    messages: number;
    travellers: number;
  };
  /** What of it is held, for hours. */
  held_transmission: {
    participant: string;
    digest: Buffer;
    slot: string;
    /** A ScreenedTransmission. */
    answer: Buffer;
    /** Its messages as they were read: JSON of PassengerMessage[], compressed. */
    messages: Buffer;
  };
  /** A part of a message that waits for the others. */
  waiting_part: {
    participant: string;
    /** Which sending of the message. */
    message: Buffer;
    /** From 1. */
    part: number;
    is_last: boolean;
    /** SHA-256 of what all parts of it have in common; no traveller is in it. */
    reference: Buffer;
    /** It was not cut short. */
    is_sound: boolean;
    /** When its interchange was prepared, Unix ms. */
    prepared_at: number | null;
    /** Keyed hash of what it says. */
    content_hash: Buffer;
    /** It says what a part said that was screened already. */
    repeats: boolean;
    /** As it was sent. */
    bytes: number;
    travellers: number;
    /** Of the transmission that had it. */
    digest: Buffer;
    /** A principal. */
    sent_by: string;
    /** Unix ms. */
    waits_since: number;
    /** Of the keys of what is held. */
    slot: string;
    /** JSON of a ReadMessage, compressed. */
    content: Buffer;
  };
  /** What a part of a message said that was screened: told again, it is known. */
  screened_part: {
    participant: string;
    /** Keyed hash. */
    content: Buffer;
    /** Of the keys of what is held. */
    slot: string;
  };
  /** A list, the one that stands under its id. */
  watchlist: {
    participant: string;
    id: string;
    version: number;
    entries: number;
    /** A principal. */
    imported_by: string;
    /** Unix ms. */
    imported_at: number;
    /** Of its own key. */
    slot: string;
    /** JSON of ListEntry[], persons, vessels and companies, compressed. */
    persons: Buffer;
  };
  /** A version of a profile. */
  profile: {
    participant: string;
    id: string;
    version: number;
    /** A ProfileState. */
    state: ProfileState;
    saved_by: string;
    proposed_by: string | null;
    activated_by: string | null;
    retired_by: string | null;
    /** Unix ms. */
    saved_at: number;
    grade: string;
    at_once: boolean;
    /** JSON of a Profile. */
    content: string;
    /** Version of the groups that it was saved with; 0 where there were none. */
    country_groups: number;
  };
  /** Groups of countries that profiles name, each time that they were set. */
  country_groups: {
    participant: string;
    version: number;
    /** A principal. */
    set_by: string;
    /** Unix ms. */
    set_at: number;
    /** JSON of CountryGroups. */
    content: string;
  };
  /** A flag, draft or decided. */
  flag: {
    participant: string;
    /** A UUIDv7. */
    id: string;
    /** Keyed hash of the list and the trip: who is met again has the same flag. */
    subject: Buffer;
    /** Keyed hashes as those of a trip. */
    trip: Buffer;
    booking: Buffer | null;
    flight: Buffer | null;
    /** Unix ms. */
    raised_at: number;
    state: FlagState;
    grade: string;
    /** "watchlist" or "profile", and its id. */
    found_by: FoundBy;
    source: string;
    source_version: number;
    /** Told to others without an officer, while it is a draft. */
    at_once: boolean;
    /** The hub took a notice of it. */
    told: boolean;
    decided_by: string | null;
    decided_at: number | null;
    slot: string;
    /** JSON of FlagDetails. */
    details: Buffer;
  };
  /** A version of the notice that tells others of a flag: sealed once, sent until the hub has it. */
  flag_notice: {
    participant: string;
    flag: string;
    version: number;
    slot: string;
    /** A SealedNotice. */
    notice: Buffer;
    /** A FlagNotice; unspecified until the decision to send it is recorded. */
    state: number;
    /** The rule by which the hub refused it. */
    refused: string | null;
    /** The notice's id. */
    notice_id: string;
  };
  /** What came of a flag's check: the last word of each participant that was told. */
  flag_outcome: {
    participant: string;
    flag: string;
    stated_by: string;
    /** An Outcome. */
    outcome: number;
  };
  /** One row: the outcomes of all statements up to this place of the stream are in. */
  outcome_position: { position: number };
  /** A traveller on a flight. */
  trip: {
    participant: string;
    /** Keyed hash of the flight and who travels: the same trip told again is one row. */
    trip: Buffer;
    /** Keyed hashes of who travels and of flight and PNR, where the message tells them, and of the flight. */
    person: Buffer | null;
    booking: Buffer | null;
    flight: Buffer | null;
    /** Of the key of these hashes; null once they are depersonalised with it. */
    link_slot: string | null;
    /** Digest of the transmission in which a booking last told it; null once it is depersonalised. */
    push: Buffer | null;
    /** When it was first and last told, Unix ms. */
    first_told_at: number;
    told_at: number;
    slot: string;
    /** JSON of TripFacts. */
    facts: Buffer;
    identity_slot: string;
    /** JSON of a KeptIdentity: read when two persons ask for it, and by nothing else. */
    identity: Buffer;
  };
  /** One row: a UUID by which the keys know their database (keys/check-database.ts). */
  database_id: { id: string };
  /** That somebody asks who travelled. */
  identity_request: {
    participant: string;
    /** A UUIDv7. */
    id: string;
    trip: Buffer;
    /** Principals. */
    asked_by: string;
    granted_by: string | null;
    /** Unix ms. */
    asked_at: number;
    /** A Purpose. */
    purpose: number;
    case_number: string;
  };
}
