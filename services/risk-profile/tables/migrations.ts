import { type Kysely, sql } from "kysely";

async function createTransmissions(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table transmission (
      participant text not null,
      digest bytea not null,
      screened_at bigint not null,
      messages integer not null default 0,
      travellers integer not null default 0,
      primary key (participant, digest)
    )`.execute(db);
  await sql`create index on transmission (screened_at)`.execute(db);
  await sql`
    create table held_transmission (
      participant text not null,
      digest bytea not null,
      slot text collate "C" not null,
      answer bytea not null,
      messages bytea not null,
      primary key (participant, digest)
    )`.execute(db);
  // What is sealed does not compress: do not try.
  await sql`
    alter table held_transmission
      alter column answer set storage external,
      alter column messages set storage external`.execute(db);
  await sql`create index on held_transmission (slot)`.execute(db);
}

async function createTrips(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table trip (
      participant text not null,
      trip bytea not null,
      person bytea,
      booking bytea,
      link_slot text collate "C",
      first_told_at bigint not null,
      told_at bigint not null,
      slot text collate "C" not null,
      facts bytea not null,
      identity_slot text collate "C" not null,
      identity bytea not null,
      push bytea,
      flight bytea,
      primary key (participant, trip)
    )`.execute(db);
  await sql`
    alter table trip
      alter column facts set storage external,
      alter column identity set storage external`.execute(db);
  await sql`create index on trip (participant, person) where person is not null`.execute(db);
  await sql`create index on trip (participant, booking) where booking is not null`.execute(db);
  await sql`create index on trip (slot)`.execute(db);
  await sql`create index on trip (participant, told_at)`.execute(db);
  await sql`create index on trip (link_slot) where link_slot is not null`.execute(db);
  await sql`create index on trip (participant, flight) where flight is not null`.execute(db);
}

async function createWatchlists(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table watchlist (
      participant text not null,
      id text not null,
      version integer not null,
      entries integer not null,
      imported_by text not null,
      imported_at bigint not null,
      slot text not null,
      persons bytea not null,
      primary key (participant, id)
    )`.execute(db);
  await sql`alter table watchlist alter column persons set storage external`.execute(db);
}

async function createFlags(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table flag (
      participant text not null,
      id text collate "C" not null,
      subject bytea not null,
      trip bytea not null,
      booking bytea,
      raised_at bigint not null,
      state smallint not null,
      grade text not null,
      found_by text not null,
      source text not null,
      source_version integer not null,
      at_once boolean not null,
      decided_by text,
      decided_at bigint,
      slot text collate "C" not null,
      details bytea not null,
      told boolean not null default false,
      flight bytea,
      primary key (participant, id)
    )`.execute(db);
  // Whoever is met again after a flag was withdrawn gets another one.
  await sql`create unique index on flag (participant, subject) where state <> 4`.execute(db);
  await sql`create index on flag (participant, trip)`.execute(db);
  await sql`create index on flag (participant, booking) where booking is not null`.execute(db);
  await sql`create index on flag (participant, flight) where flight is not null`.execute(db);
  await sql`create index on flag (slot)`.execute(db);
  await sql`create index on flag (id) where state = 1 and at_once`.execute(db);
  await sql`
    create table flag_notice (
      participant text not null,
      flag text collate "C" not null,
      version integer not null,
      slot text collate "C" not null,
      notice bytea not null,
      state smallint not null,
      refused text,
      notice_id text not null,
      primary key (participant, flag, version)
    )`.execute(db);
  await sql`create index on flag_notice (participant, notice_id)`.execute(db);
  await sql`create index on flag_notice (flag, version) where state = 1`.execute(db);
  await sql`create index on flag_notice (slot)`.execute(db);
}

async function createProfiles(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table profile (
      participant text not null,
      id text collate "C" not null,
      version integer not null,
      state text not null,
      saved_by text not null,
      proposed_by text,
      activated_by text,
      retired_by text,
      saved_at bigint not null,
      grade text not null,
      at_once boolean not null,
      content text not null,
      country_groups integer not null default 0,
      primary key (participant, id, version)
    )`.execute(db);
}

async function createOutcomes(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table flag_outcome (
      participant text not null,
      flag text not null,
      stated_by text not null,
      outcome smallint not null,
      primary key (participant, flag, stated_by)
    )`.execute(db);
  await sql`create table outcome_position (position bigint not null)`.execute(db);
  await sql`insert into outcome_position values (0)`.execute(db);
}

async function createIdentityRequests(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table identity_request (
      participant text not null,
      id text not null,
      trip bytea not null,
      asked_by text not null,
      granted_by text,
      asked_at bigint not null,
      purpose smallint not null,
      case_number text not null,
      primary key (participant, id)
    )`.execute(db);
}

async function createCountryGroups(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table country_groups (
      participant text not null,
      version integer not null,
      set_by text not null,
      set_at bigint not null,
      content text not null,
      primary key (participant, version)
    )`.execute(db);
}

async function createDatabaseId(db: Kysely<unknown>): Promise<void> {
  await sql`create table database_id as select gen_random_uuid()::text as id`.execute(db);
}

async function createWaitingParts(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table waiting_part (
      participant text not null,
      message bytea not null,
      part integer not null,
      is_last boolean not null,
      digest bytea not null,
      sent_by text not null,
      waits_since bigint not null,
      slot text collate "C" not null,
      content bytea not null,
      reference bytea not null,
      is_sound boolean not null default true,
      prepared_at bigint,
      content_hash bytea not null,
      repeats boolean not null default false,
      bytes integer not null default 0,
      travellers integer not null default 0,
      primary key (participant, message, part)
    )`.execute(db);
  await sql`alter table waiting_part alter column content set storage external`.execute(db);
  await sql`create index on waiting_part (waits_since)`.execute(db);
  await sql`create index on waiting_part (slot)`.execute(db);
  await sql`create index on waiting_part (participant, reference)`.execute(db);
  await sql`
    create table screened_part (
      participant text not null,
      content bytea not null,
      slot text collate "C" not null,
      primary key (participant, content)
    )`.execute(db);
  await sql`create index on screened_part (slot)`.execute(db);
}

export const migrations = {
  "0001-screening": {
    async up(db: Kysely<unknown>): Promise<void> {
      await createDatabaseId(db);
      await createTransmissions(db);
      await createWaitingParts(db);
      await createTrips(db);
      await createIdentityRequests(db);
      await createWatchlists(db);
      await createProfiles(db);
      await createCountryGroups(db);
      await createFlags(db);
      await createOutcomes(db);
    },
  },
};
