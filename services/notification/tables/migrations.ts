import { type Kysely, sql } from "kysely";

async function createNotification(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table officer (
      id bigint generated always as identity primary key,
      participant text not null, principal text not null, roles text[] not null,
      seen_at bigint not null, flash boolean not null, immediate boolean not null,
      overdue boolean not null, exercises boolean not null, language text not null,
      unique (participant, principal)
    )`.execute(db);
  await sql`
    create table destination (
      id bigint generated always as identity primary key,
      officer bigint not null references officer on delete cascade,
      way text not null, sealed bytea not null, print bytea, confirmed boolean not null,
      code bytea, code_until bigint not null, code_tries integer not null default 0,
      added_at bigint not null, told_at bigint not null default 0,
      retry_at bigint not null default 0, failures integer not null default 0,
      failing_since bigint not null default 0, refused boolean not null default false
    )`.execute(db);
  await sql`create index on destination (officer)`.execute(db);
  // An officer has one address by e-mail that is told, and one that waits for its code.
  await sql`
    create unique index on destination (officer, confirmed) where way = 'mail'`.execute(db);
  await sql`create unique index on destination (officer, print) where way = 'push'`.execute(db);
  await sql`
    create table waiting (
      id bigint generated always as identity primary key,
      destination bigint not null references destination on delete cascade,
      of text not null, exercise boolean not null, sequence bigint, origin text not null,
      notice text not null, version integer not null, queued_at bigint not null,
      due_at bigint not null, unique (destination, sequence)
    )`.execute(db);
  await sql`create index on waiting (due_at)`.execute(db);
  await sql`create index on waiting (notice, origin)`.execute(db);
  await sql`create table following (position bigint not null)`.execute(db);
  await sql`insert into following values (-1)`.execute(db);
}

async function createPushKey(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table push_key (id integer primary key check (id = 1), sealed bytea not null)`.execute(
    db,
  );
}

export const migrations = {
  "0001-notification": { up: createNotification },
  "0002-push-key": { up: createPushKey },
};
