import { LogBehind, LogForked } from "@talanoa/client/continuing.ts";
import { NotGenuine } from "@talanoa/client/genuine-receipt.ts";
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
  all,
  answered,
  type Ask,
  auditor,
  continued,
  desk,
  MEMBER,
  member,
  proved,
  type Reader,
} from "./testing/readers-of-log.ts";
import { rewriteLog, type Source, sourcesOf } from "./testing/rewritten.ts";

// What readers find of a log that was changed by whoever has its database, with its key or without. What the scrub finds
// of the same: scrub/scrub.test.ts; what the command says of what is found: test/log-verify.test.ts.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** The place at which most is changed: it is in the second tile. */
const PLACE = 300;
/** A log that was cut short has so many entries. */
const SHORT = 400;

type Forge = (sources: readonly Source[]) => readonly Source[];

const others = fc.sample(anyRecord("accepted"), { numRuns: 2_000, seed: 6 }).map(Record.encode);
const another = (source: Source, place: number): Source => ({ ...source, bytes: others[place]! });
const truncated: Forge = (its) => its.slice(0, SHORT);

// The last record is always that which the stream has there: with another the service does not begin.
const histories: { readonly [kind: string]: Forge } = {
  forked: (its) => [...its.slice(0, PLACE), ...its.slice(PLACE, -1).map(another), ...its.slice(-1)],
  edited: (its) => its.with(PLACE, another(its[PLACE]!, PLACE)),
  reordered(its) {
    const [one, next] = [its[PLACE]!, its[PLACE + 1]!];
    const first = { ...one, bytes: next.bytes };
    return its.with(PLACE, first).with(PLACE + 1, { ...next, bytes: one.bytes });
  },
  replayed: (its) => its.toSpliced(PLACE, 0, its[PLACE]!),
};

const writtenAgain = (forge: Forge) => async (pool: Pool) =>
  rewriteLog(pool, forge(await sourcesOf(pool)));

let copied: CopiedLog;
let opened: AsyncDisposableStack;
/** What is said of a log that is shorter than it was: it is asked for 10 s and 20 s, while the other tests run. */
let short: { readonly [Of in "shown" | "signed"]: Promise<unknown> };
beforeAll(async () => {
  opened = new AsyncDisposableStack();
  copied = opened.use(await openCopiedLog());
  const shown = opened.use(await copied.shown(writtenAgain(truncated)));
  const signed = opened.use(await copied.signedAgain(writtenAgain(truncated)));
  short = {
    shown: refusal(shown.ask(desk, all)),
    signed: refusal(signed.ask(desk, continued([copied.kept]))),
  };
});
afterAll(() => opened?.disposeAsync());

/** What something was refused with. */
function refusal(asked: Promise<unknown>): Promise<unknown> {
  return asked.then(
    () => null,
    (error: unknown) => error,
  );
}

describe("a log that was", () => {
  test.each(Object.entries(histories))(
    "%s by who has the database alone is found by the checkpoint that it shows",
    async (_, forge) => {
      await using log = await copied.shown(writtenAgain(forge));
      const error = await refusal(log.ask(desk, all));
      expect(error).toBeInstanceOf(NotGenuine);
      expect(error).toMatchObject({ message: expect.stringMatching(/^the tree/) });
    },
  );

  test.each(Object.entries(histories))(
    "%s and signed again by its own key is found by the checkpoint that was kept",
    async (_, forge) => {
      await using log = await copied.signedAgain(writtenAgain(forge));
      const error = await refusal(log.ask(desk, continued([copied.kept])));
      expect(error).toBeInstanceOf(LogForked);
      expect(error).toMatchObject({ older: copied.kept });
    },
  );

  test("truncated, and has grown since, is found by the checkpoint that was kept", async () => {
    const grown: Forge = (its) => [
      ...truncated(its),
      ...its.slice(SHORT, -1).map(another),
      its.at(-1)!,
    ];
    await using log = await copied.signedAgain(writtenAgain(grown));
    expect(await refusal(log.ask(desk, continued([copied.kept])))).toBeInstanceOf(LogForked);
  });

  test.each([auditor, member])(
    "replayed behind all that was kept is found by its records, by $name",
    async (reader) => {
      let own = 0;
      const replayed: Forge = (its) => {
        own = its.findIndex(({ bytes }) => Record.decode(bytes).participant === MEMBER);
        return its.toSpliced(-1, 0, its[own]!);
      };
      await using log = await copied.signedAgain(writtenAgain(replayed), { leads: true });
      expect(await log.ask(desk, all)).toEqual([]);
      const again = copied.size - 1;
      expect(await log.ask(reader, all)).toEqual([
        `entry ${again} is the record of entry ${own} once more`,
      ]);
    },
  );
});

/** What a reader finds in a database that was edited; what was there before is put back. */
async function askedOf(
  { pool, ask }: ServedCopy,
  [table, , sql]: Edit,
  [reader, asks]: readonly [Reader, Ask],
): Promise<string> {
  const rows = standing[table](copied.size);
  await pool.query(`create table before as select * from ${table} where ${rows}`);
  try {
    const [edited] = [await pool.query(sql)].flat();
    if (!edited?.rowCount) throw new Error("nothing was edited");
    return (await ask(reader, asks)).join("\n");
  } catch (error) {
    if (error instanceof NotGenuine) return error.message;
    throw error;
  } finally {
    await pool.query(
      `delete from ${table} where ${rows}; insert into ${table} select * from before; drop table before`,
    );
  }
}

describe("in a database that nobody writes, what is proved to all and was edited is found:", () => {
  let log: ServedCopy;
  beforeAll(async () => {
    log = await copied.shown();
  });
  afterAll(() => log?.[Symbol.asyncDispose]());

  test("nothing while it is as it was", async () => {
    expect(await log.ask(desk, all)).toEqual([]);
  });

  test.each(ofTheTree)("%s, %s", async (...edit) => {
    expect(await askedOf(log, edit, [desk, all])).toMatch(edit[3]);
  });
});

describe("in a database that the service writes, what was edited is found:", () => {
  let log: ServedCopy;
  beforeAll(async () => {
    log = await copied.led();
  });
  afterAll(() => log?.[Symbol.asyncDispose]());

  test("nothing while it is as it was", async () => {
    for (const reader of [auditor, member]) expect(await log.ask(reader, all)).toEqual([]);
  });

  test.each(ofRecords)("%s, %s", async (...edit) => {
    expect(await askedOf(log, edit, [auditor, all])).toMatch(edit[3]);
  });

  test.each(ofOwnRecords)("%s, %s, by whose it is", async (...edit) => {
    expect(await askedOf(log, edit, [member, all])).toMatch(edit[3]);
  });

  test("tiles, a row that was taken out, by who wants an entry below it proved", async () => {
    const told = askedOf(log, ofProofs, [auditor, proved(PLACE)]);
    await expect(told).rejects.toMatchObject({ code: "internal" });
    await expect(told).rejects.toThrow(ofProofs[3]);
  });

  test.each(ofQuestions)("%s, %s, by who has a question about it verified", async (...misled) => {
    const [table, what, sql, says, asks] = misled;
    const edit: Edit = [table, what, sql, says];
    expect(await askedOf(log, edit, [auditor, answered(asks)])).toMatch(says);
  });
});

test("a log that was truncated by who has the database alone is told while it has fewer entries than it signed", async () => {
  const error = await short.shown;
  expect(error).toMatchObject({ code: "unavailable" });
  expect(error).toMatchObject({ message: expect.stringContaining("is reading again") });
});

test("a log that was truncated and signed again is told while it has fewer entries than the checkpoint that was kept", async () => {
  const error = await short.signed;
  expect(error).toBeInstanceOf(LogBehind);
  expect(error).toMatchObject({ before: copied.size - 1, now: SHORT });
});
