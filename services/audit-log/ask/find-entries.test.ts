import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PostgresServer } from "@talanoa/devstack/postgres.ts";
import { startTestPostgres } from "@talanoa/devstack/testing/ready-cluster.ts";
import { type Database, openDatabase } from "@talanoa/platform/database/database.ts";
import type { LogEntry } from "@talanoa/sharing/record/entry.ts";
import { noPlaces } from "@talanoa/sharing/record/places.ts";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { append, Batch } from "../keep/append.ts";
import { findEntries } from "./find-entries.ts";
import { Heads } from "../keep/heads.ts";
import { readState } from "../tables/log-state.ts";
import { entryOf, type LoggedRecord } from "../keep/logged-record.ts";
import { migrations, SPAN, WHOLE_LOG } from "../tables/migrations.ts";
import type { Filter } from "./question.ts";
import { ExchangeRecords } from "../testing/sized-log/exchange-records.ts";
import { loggedAt } from "../testing/sized-log/grow.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const SIZE = 4 * SPAN;
/** Records whose clocks were wrong: much too late among the first, much too early in the middle. */
const wrong = { 10: Date.UTC(2040, 0, 1), [2 * SPAN + 10]: 1 };

let folder: string;
let server: PostgresServer;
let database: Database<unknown>;
/** The records, with what each reader may know of them. */
let log: readonly (LoggedRecord & Pick<LogEntry, "step" | "parts">)[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "talanoa-find-"));
  server = await startTestPostgres({ dir: join(folder, "postgres") });
  await server.createDatabase("audit_log");
  const url = server.url("audit_log");
  database = await openDatabase({ url, name: "test", migrations });
  const records = new ExchangeRecords();
  log = Array.from({ length: SIZE }, (_, i) => {
    const record = records.next();
    const logged = loggedAt(i + 1, { ...record, at: wrong[i] ?? record.at! });
    const { step, parts } = entryOf(logged, noPlaces);
    return { ...logged, step, parts };
  });
  const batch = new Batch(await readState(database.pool), await Heads.read(database.pool));
  for (const record of log) batch.add(record);
  await append(database.pool, batch);
});
afterAll(async () => {
  await database?.[Symbol.asyncDispose]();
  await server?.stop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

const everything: Filter = {
  from: 0,
  until: 0,
  fromIndex: 0,
  untilIndex: 0,
  steps: [],
  participant: "",
  principal: "",
  notice: null,
  operation: "",
  descending: false,
  exercises: false,
};

/** All pages of a question, by the indexes of their entries. */
async function find(reader: string, asked: Partial<Filter>, limit = 100): Promise<number[]> {
  const filter = { ...everything, ...asked };
  const found: number[] = [];
  for (let after: number | undefined; ;) {
    const page = after === undefined ? { end: SIZE } : { end: SIZE, after };
    const next = await findEntries(database.db, reader, filter, page, limit);
    found.push(...next);
    if (next.length < limit) return found;
    after = next.at(-1);
  }
}

/** What must be found, by the records alone. */
function expected(reader: string, asked: Partial<Filter>): number[] {
  const { from, until, steps, participant, principal, exercises } = { ...everything, ...asked };
  const found = log.flatMap((record, index) => {
    const { step, parts } = record;
    const whole = { party: WHOLE_LOG, principal: record.principal };
    const part = [whole, ...parts].find(({ party }) => party === reader);
    const matches =
      part !== undefined &&
      (exercises || !record.exercise) &&
      (steps.length > 0 ? steps.includes(step) : step !== "heads") &&
      record.at >= from &&
      (until === 0 || record.at < until) &&
      (!participant || record.participant === participant) &&
      (!principal || part.principal === principal);
    return matches ? [index] : [];
  });
  return asked.descending ? found.toReversed() : found;
}

const atOf = (index: number) => log[index]!.at;

test.each([
  ["in the first span", 100, 400],
  ["over spans", SPAN - 100, SPAN + 700],
  ["in the last span", 3 * SPAN + 10, SIZE - 10],
  ["about a wrong clock", 2 * SPAN - 5, 2 * SPAN + 500],
])(
  "entries of a time %s are found, whatever the clocks of others said",
  async (_, first, behind) => {
    for (const reader of [WHOLE_LOG, "FJ"]) {
      for (const descending of [false, true]) {
        const asked = { from: atOf(first), until: atOf(behind), descending };
        expect(await find(reader, asked)).toEqual(expected(reader, asked));
      }
    }
  },
);

test("a record is found at the time that its own clock said, and open ends reach it", async () => {
  for (const at of Object.values(wrong)) {
    const asked = { from: at, until: at + 1 };
    expect(await find(WHOLE_LOG, asked)).toEqual(expected(WHOLE_LOG, asked));
    expect(await find(WHOLE_LOG, asked)).toHaveLength(1);
  }
  for (const asked of [{ from: atOf(3 * SPAN) }, { until: atOf(SPAN) }]) {
    expect(await find(WHOLE_LOG, asked, 900)).toEqual(expected(WHOLE_LOG, asked));
  }
});

test.each([WHOLE_LOG, "FJ", "WS"])(
  "what participants and officers did is found for %s, with steps or without",
  async (reader) => {
    for (const participant of ["FJ", "WS", "NZ"]) {
      for (const steps of [[], ["queried"], ["released", "accepted"]] as const) {
        for (const principal of ["", `${participant.toLowerCase()}-liaison`]) {
          const asked = { participant, principal, steps, descending: principal !== "" };
          expect(await find(reader, asked)).toEqual(expected(reader, asked));
        }
      }
    }
  },
);
