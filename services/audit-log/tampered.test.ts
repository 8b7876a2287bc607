import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { Record } from "@talanoa/contract/generated/talanoa.ts";
import { anyRecord } from "@talanoa/sharing/record/testing/any-record.ts";
import fc from "fast-check";
import type { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type CopiedLog, openCopiedLog, type ServedCopy } from "./testing/copied-log.ts";
import {
  type Edit,
  ofOwnRecords,
  ofProofs,
  ofQuestions,
  ofRecords,
  ofTheTree,
  standing,
} from "./testing/database-edits.ts";
import {
  auditor,
  desk,
  MEMBER,
  type Ended,
  member,
  type Reader,
} from "./testing/readers-of-log.ts";
import { rewriteLog, type Source, sourcesOf } from "./testing/rewritten.ts";

// What `talanoa log verify` finds of a log that was changed by whoever has its database, with its key or without. What
// the scrub finds of the same: scrub/scrub.test.ts.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const ALL = "log verify --all";
/** The place at which most is changed: it is in the second tile. */
const PLACE = 300;
/** A log that was cut short has so many entries. */
const SHORT = 400;

type Forge = (sources: readonly Source[]) => readonly Source[];

const others = fc.sample(anyRecord("accepted"), { numRuns: 2_000, seed: 6 }).map(Record.encode);
const another = (source: Source, place: number): Source => ({ ...source, bytes: others[place]! });
const truncated: Forge = (all) => all.slice(0, SHORT);

// The last record is always that which the stream has there: with another the service does not begin.
const histories: { readonly [kind: string]: Forge } = {
  forked: (all) => [...all.slice(0, PLACE), ...all.slice(PLACE, -1).map(another), ...all.slice(-1)],
  edited: (all) => all.with(PLACE, another(all[PLACE]!, PLACE)),
  reordered(all) {
    const [one, next] = [all[PLACE]!, all[PLACE + 1]!];
    const first = { ...one, bytes: next.bytes };
    return all.with(PLACE, first).with(PLACE + 1, { ...next, bytes: one.bytes });
  },
  replayed: (all) => all.toSpliced(PLACE, 0, all[PLACE]!),
};

const writtenAgain = (forge: Forge) => async (pool: Pool) =>
  rewriteLog(pool, forge(await sourcesOf(pool)));

let copied: CopiedLog;
let short: ServedCopy;
/** What a log says that is shorter than it was: the command asks it for 20 s, while the other tests run. */
let behind: ReturnType<ServedCopy["talanoa"]>;
beforeAll(async () => {
  copied = await openCopiedLog();
  short = await copied.signedAgain(writtenAgain(truncated));
  behind = short.talanoa(desk, "log verify");
});
afterAll(async () => {
  await short?.[Symbol.asyncDispose]();
  await copied?.[Symbol.asyncDispose]();
});

describe.concurrent("a log that was", () => {
  test.each(Object.entries(histories))(
    "%s by who has the database alone is found by the checkpoint that it shows",
    async (_, forge) => {
      await using log = await copied.shown(writtenAgain(forge));
      const { code, err } = await log.talanoa(desk, ALL);
      expect(err).toContain("NOT GENUINE: the tree");
      expect(code).toBe(5);
    },
  );

  test.each(Object.entries(histories))(
    "%s and signed again by its own key is found by the checkpoint that was kept",
    async (_, forge) => {
      await using log = await copied.signedAgain(writtenAgain(forge));
      const { code, err } = await log.talanoa(desk, "log verify");
      expect(err).toContain("THE LOG DOES NOT CONTINUE");
      const files = await readdir(join(log.checkpoints, desk.name));
      const evidence = files.filter((name) => !name.endsWith(".checkpoint"));
      expect(evidence.filter((name) => err.includes(name))).toHaveLength(2);
      expect(code).toBe(5);
    },
  );

  test("truncated by who has the database alone is found by the checkpoint that it shows", async () => {
    await using log = await copied.shown(writtenAgain(truncated));
    const { code, err } = await log.talanoa(desk, ALL);
    expect(err).toMatch(/NOT GENUINE: the log at \S+ does not serve tile\S+, and has signed/);
    expect(err).toContain(`has signed ${copied.size} entries: some were taken out`);
    expect(code).toBe(5);
  });

  test("truncated, and has grown since, is found by the checkpoint that was kept", async () => {
    const grown: Forge = (all) => [
      ...truncated(all),
      ...all.slice(SHORT, -1).map(another),
      all.at(-1)!,
    ];
    await using log = await copied.signedAgain(writtenAgain(grown));
    const { code, err } = await log.talanoa(desk, "log verify");
    expect(err).toContain("THE LOG DOES NOT CONTINUE");
    expect(code).toBe(5);
  });

  test.each([auditor, member])(
    "replayed behind all that was kept is found by its records, by $name",
    async (reader) => {
      let own = 0;
      const replayed: Forge = (all) => {
        own = all.findIndex(({ bytes }) => Record.decode(bytes).participant === MEMBER);
        return all.toSpliced(-1, 0, all[own]!);
      };
      await using log = await copied.signedAgain(writtenAgain(replayed), { leads: true });
      expect(await log.talanoa(desk, ALL)).toMatchObject({ code: 0 });
      const { code, err } = await log.talanoa(reader, ALL);
      const again = copied.size - 1;
      expect(err).toMatch(/^NOT COMPLETE: .*\n.*\n$/);
      expect(err).toContain(`  entry ${again} is the record of entry ${own} once more\n`);
      expect(code).toBe(5);
    },
  );
});

/** What a reader who asks is told of a database that was edited; what was there before is put back. */
async function askedOf(
  { pool, talanoa }: ServedCopy,
  [table, , sql]: Edit,
  [reader, words]: readonly [Reader, string],
): Promise<Ended> {
  const rows = standing[table](copied.size);
  await pool.query(`create table before as select * from ${table} where ${rows}`);
  try {
    const [edited] = [await pool.query(sql)].flat();
    if (!edited?.rowCount) throw new Error("nothing was edited");
    return await talanoa(reader, words);
  } finally {
    await pool.query(
      `delete from ${table} where ${rows}; insert into ${table} select * from before; drop table before`,
    );
  }
}

const found = ([, , , says]: Edit) => ({ code: 5, err: expect.stringMatching(says) });

describe("in a database that nobody writes, what is proved to all and was edited is found:", () => {
  let log: ServedCopy;
  beforeAll(async () => {
    log = await copied.shown();
  });
  afterAll(() => log?.[Symbol.asyncDispose]());

  test("nothing while it is as it was", async () => {
    expect(await log.talanoa(desk, ALL)).toMatchObject({ code: 0 });
  });

  test.each(ofTheTree)("%s, %s", async (...edit) => {
    expect(await askedOf(log, edit, [desk, ALL])).toMatchObject(found(edit));
  });
});

describe("in a database that the service writes, what was edited is found:", () => {
  let log: ServedCopy;
  beforeAll(async () => {
    log = await copied.led();
  });
  afterAll(() => log?.[Symbol.asyncDispose]());

  test("nothing while it is as it was", async () => {
    for (const reader of [auditor, member])
      expect(await log.talanoa(reader, ALL)).toMatchObject({ code: 0 });
  });

  test.each(ofRecords)("%s, %s", async (...edit) => {
    expect(await askedOf(log, edit, [auditor, ALL])).toMatchObject(found(edit));
  });

  test.each(ofOwnRecords)("%s, %s, by whose it is", async (...edit) => {
    expect(await askedOf(log, edit, [member, ALL])).toMatchObject(found(edit));
  });

  test("tiles, a row that was taken out, by who wants an entry below it proved", async () => {
    const told = await askedOf(log, ofProofs, [auditor, "log prove 300 --purpose audit"]);
    expect(told).toMatchObject({ ...found(ofProofs), code: 70 });
  });

  test.each(ofQuestions)("%s, %s, by who has a question about it verified", async (...misled) => {
    const [table, what, sql, says, asks] = misled;
    const edit: Edit = [table, what, sql, says];
    const words = `log query --verify --purpose audit ${asks}`;
    expect(await askedOf(log, edit, [auditor, words])).toMatchObject(found(edit));
  });
});

test("a log that was truncated and signed again is told while it has fewer entries than the checkpoint that was kept", async () => {
  const { code, err } = await behind;
  expect(err).toContain(`shows ${SHORT} entries, and has signed ${copied.size - 1} before`);
  expect(err).toContain("entries were taken back");
  expect(code).toBe(75);
});
