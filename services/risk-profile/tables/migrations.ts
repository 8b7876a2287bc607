import { type Kysely, sql } from "kysely";

async function createTransmissions(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table transmission (
      participant text not null,
      digest bytea not null,
      screened_at bigint not null,
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
      identity_slot text collate "C",
      identity bytea,
      primary key (participant, trip)
    )`.execute(db);
  await sql`
    alter table trip
      alter column facts set storage external,
      alter column identity set storage external`.execute(db);
  await sql`create index on trip (participant, person) where person is not null`.execute(db);
  await sql`create index on trip (participant, booking) where booking is not null`.execute(db);
  await sql`create index on trip (slot)`.execute(db);
  await sql`create index on trip (identity_slot) where identity_slot is not null`.execute(db);
  await sql`create index on trip (link_slot) where link_slot is not null`.execute(db);
}

export const migrations = {
  "0001-transmissions": { up: createTransmissions },
  "0002-trips": { up: createTrips },
};
