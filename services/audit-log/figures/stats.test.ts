import { randomBytes } from "node:crypto";
import {
  ExchangeLogService,
  Kind,
  type NoticeRef,
  OverdueOf,
  ParticipantType,
  Purpose,
  Record,
  StatsPeriod,
  type StatsRequest,
  type StatsRow,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { subjects } from "@talanoa/contract/subjects.ts";
import {
  recordOf,
  refusalOf,
  type ServedService,
  type TestHub,
} from "@talanoa/platform/testing/hub.ts";
import fc from "fast-check";
import type pg from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { openServedLog, type ServedLog } from "../testing/served-log.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const reason = { purpose: Purpose.AUDIT, caseNumber: "" };
const members = ["FJ", "TO", "WS"];
const START = Date.UTC(2026, 0, 1);
const DAY = 86_400_000;
let log: ServedLog;
let hub: TestHub;
let served: ServedService;
let database: pg.Client;

beforeAll(async () => {
  const type = ParticipantType.MEMBER;
  const entries = members.map((id) => ({ participant: { id, name: id, type } }));
  const secretariat = {
    participant: { id: "OCO", name: "OCO", type: ParticipantType.SECRETARIAT },
  };
  const records = fc.sample(anyCounted, { numRuns: 3_000, seed: 11 });
  log = await openServedLog([...entries, secretariat], records);
  ({ hub, served, database } = log);
});
afterAll(() => log?.[Symbol.asyncDispose]());

const member = fc.constantFrom(...members);
const noticeOf = (origin: string) =>
  fc.record({
    origin: fc.constant(origin),
    id: fc
      .integer({ min: 1, max: 60 })
      .map((n) => `0198c0de-0000-7000-8000-${String(n).padStart(12, "0")}`),
    version: fc.integer({ min: 1, max: 2 }),
  });
const notice = member.chain(noticeOf);
/** What is done with a version is done after it was accepted. */
const acceptedAt = ({ origin, id, version }: NoticeRef) =>
  START + ((origin.charCodeAt(0) * Number(id.slice(-4)) * version) % 50) * DAY;
const after = fc.integer({ min: 0, max: 19 * DAY });
const rule = fc.constantFrom("tlp-known", "title", "rate");

/** Records of what is counted, in any order, with more than one of each. */
const anyCounted: fc.Arbitrary<Init<Record>> = fc
  .record({ notice, after, participant: member, exercise: fc.boolean() })
  .chain(({ notice: named, after: later, participant, exercise }) => {
    const { origin } = named;
    const at = acceptedAt(named) + later;
    const base = { at, participant, principal: "p", exercise };
    return fc.oneof<fc.Arbitrary<Init<Record>>[]>(
      fc.constantFrom(...Object.values(Kind)).map((kind) => ({
        ...base,
        at: acceptedAt(named),
        participant: origin,
        facts: { accepted: { notice: named, kind } },
      })),
      fc
        .record({
          code: fc.constantFrom("invalid-argument", "permission-denied"),
          rules: fc.array(fc.record({ field: fc.constant("f"), rule }), { maxLength: 3 }),
          count: fc.integer({ min: 1, max: 5 }),
        })
        .map((refused) => ({ ...base, facts: { refused } })),
      fc
        .array(
          fc.record({
            notice: noticeOf(origin),
            statement: fc.constantFrom("", "", "s"),
            reminder: fc.constantFrom(
              OverdueOf.UNSPECIFIED,
              OverdueOf.UNSPECIFIED,
              OverdueOf.ANSWER,
            ),
          }),
          { minLength: 1, maxLength: 5 },
        )
        .map((copies) => ({
          ...base,
          at: later + Math.max(...copies.map((copy) => acceptedAt(copy.notice))),
          facts: { received: { participant, origin, copies } },
        })),
      fc.constant({ ...base, facts: { acknowledged: { participant, notice: named } } }),
    );
  })
  .map((record) => ({ ...record, nonce: randomBytes(16) }));

async function ask(participant: string, question: Init<StatsRequest> = {}) {
  const principal = `${participant}-auditor`;
  const token = await hub.token({ participant, principal, roles: ["auditor"] });
  return served.call(ExchangeLogService.stats, { reason, ...question }, token);
}

async function readAll(): Promise<Record[]> {
  const { rows } = await database.query("select record from entries order by index");
  return rows.map(({ record }) => Record.decode(record));
}

const keyOf = ({ origin, id, version }: NoticeRef) => `${origin} ${id} ${version}`;

/** The figures of one participant and one period, straight from all records. */
function figures(
  all: readonly Record[],
  who: string,
  within: (at: number) => boolean,
  exercises: boolean,
) {
  const records = all.filter(({ exercise }) => exercises || !exercise);
  const accepted = records.flatMap(({ at, facts }) =>
    facts?.accepted ? [{ at, key: keyOf(facts.accepted.notice!), ...facts.accepted }] : [],
  );
  const times = new Map(
    all.flatMap(({ at, facts }) =>
      facts?.accepted ? [[keyOf(facts.accepted.notice!), at] as const] : [],
    ),
  );
  const own = accepted.filter(({ at, notice: its }) => its!.origin === who && within(at));
  const firsts = (deeds: readonly { at: number; key: string }[]) => {
    const first = new Map<string, number>();
    for (const { at, key } of deeds) first.set(key, Math.min(at, first.get(key) ?? Infinity));
    return [...first].filter(([, at]) => within(at));
  };
  const received = firsts(
    records.flatMap(({ at, facts }) =>
      facts?.received?.participant !== who
        ? []
        : facts.received.copies
            .filter((copy) => !copy.statement && !copy.reminder && copy.notice!.origin !== who)
            .map((copy) => ({ at, key: keyOf(copy.notice!) })),
    ),
  );
  const acknowledged = firsts(
    records.flatMap(({ at, facts }) =>
      facts?.acknowledged?.participant === who
        ? [{ at, key: keyOf(facts.acknowledged.notice!) }]
        : [],
    ),
  );
  const refused = records.filter(
    ({ at, participant, facts }) => facts?.refused && participant === who && within(at),
  );
  return {
    published: own.length,
    asked: own.filter(({ kind, notice: its }) => kind === 3 && its!.version === 1).length,
    answered: own.filter(({ kind, notice: its }) => kind === 4 && its!.version === 1).length,
    received: received.length,
    receivedFrom: Object.fromEntries(
      members.flatMap((origin) => {
        const count = received.filter(([key]) => key.startsWith(`${origin} `)).length;
        return count > 0 ? [[origin, count]] : [];
      }),
    ),
    acknowledged: acknowledged.length,
    refused: refused.reduce((sum, { facts }) => sum + facts!.refused!.count, 0),
    causes: Object.fromEntries(
      ["tlp-known", "title", "rate", "invalid-argument", "permission-denied"].flatMap((cause) => {
        const named = refused.filter(({ facts }) => {
          const { rules, code } = facts!.refused!;
          return rules.length > 0 ? rules.some((each) => each.rule === cause) : code === cause;
        });
        const count = named.reduce((sum, { facts }) => sum + facts!.refused!.count, 0);
        return count > 0 ? [[cause, count]] : [];
      }),
    ),
    toReceived: durations(received, times),
    toAcknowledged: durations(acknowledged, times),
  };
}

function durations(deeds: readonly [string, number][], times: ReadonlyMap<string, number>) {
  const took = deeds.flatMap(([key, at]) => (times.has(key) ? [at - times.get(key)!] : []));
  // The least that is not exceeded by so many of them, found by asking each.
  const least = (share: number) =>
    Math.min(
      ...took.filter((value) => took.filter((each) => each <= value).length >= share * took.length),
    );
  if (took.length === 0) return { count: 0, median: 0, p95: 0 };
  return { count: took.length, median: least(0.5), p95: least(0.95) };
}

function shape(row: StatsRow | undefined) {
  const {
    published = 0,
    asked = 0,
    answered = 0,
    received = 0,
    acknowledged = 0,
    refused = 0,
  } = row ?? {};
  return {
    published,
    asked,
    answered,
    received,
    receivedFrom: Object.fromEntries(
      (row?.receivedFrom ?? []).map(({ origin, count }) => [origin, count]),
    ),
    acknowledged,
    refused,
    causes: Object.fromEntries((row?.causes ?? []).map(({ cause, count }) => [cause, count])),
    toReceived: { count: 0, median: 0, p95: 0, ...row?.toReceived },
    toAcknowledged: { count: 0, median: 0, p95: 0, ...row?.toAcknowledged },
  };
}

const spans = {
  all: [0, 0],
  some: [START + 20 * DAY, START + 50 * DAY],
  rest: [START + 33 * DAY, 0],
};

test.each(Object.entries(spans))(
  "counts what the records say, of %s times, for whoever may see it",
  async (_, [from = 0, until = 0]) => {
    for (const includeExercises of [false, true]) {
      const { rows, size } = await ask("OCO", { from, until, includeExercises });
      const all = (await readAll()).slice(0, size);
      const within = (at: number) => at >= from && (until === 0 || at < until);
      const span = { from, until, includeExercises };
      await Promise.all(
        members.map(async (who) => {
          const expected = figures(all, who, within, includeExercises);
          expect(shape(rows.find(({ participant }) => participant === who))).toEqual(expected);
          const own = await ask(who, span);
          expect(own.rows.map(({ participant }) => participant)).toEqual([who]);
          expect(shape(own.rows[0])).toEqual(expected);
          const named = await ask("OCO", { ...span, participant: who });
          expect(named.rows[0]).toEqual(own.rows[0]);
        }),
      );
    }
  },
);

test.each([
  [StatsPeriod.DAY, 70],
  [StatsPeriod.WEEK, 11],
  [StatsPeriod.MONTH, 3],
] as const)("by period %s has each in its own", async (by, most) => {
  const { rows } = await ask("OCO", { by });
  const all = await readAll();
  const starts = [...new Set(rows.map(({ period }) => period))];
  expect(starts).toEqual(starts.toSorted((a, b) => a - b));
  expect(starts.length).toBeGreaterThan(most - 5);
  for (const [i, start] of starts.entries()) {
    const end = starts[i + 1] ?? Infinity;
    if (by === StatsPeriod.WEEK) expect(new Date(start).getUTCDay()).toBe(1);
    for (const who of members) {
      const expected = figures(all, who, (at) => at >= start && at < end, false);
      const row = rows.find((its) => its.period === start && its.participant === who);
      expect(shape(row)).toEqual(expected);
    }
  }
});

test("a question for figures is recorded, and another's are for the Secretariat alone", async () => {
  await ask("TO", { by: StatsPeriod.WEEK, from: START, participant: "TO" });
  const last = (await hub.stored(subjects.record("queried"))).map(recordOf).at(-1)!;
  expect(last).toMatchObject({
    participant: "TO",
    facts: {
      queried: {
        question: "stats",
        filter: "from=2026-01-01T00:00:00.000Z participant=TO by=week",
      },
    },
  });
  expect((await refusalOf(ask("TO", { participant: "FJ" }))).code).toBe(7);
  expect((await refusalOf(ask("TO", { by: 9 as never }))).code).toBe(3);
  const token = await hub.token({ participant: "TO", principal: "x", roles: ["publisher"] });
  const asked = served.call(ExchangeLogService.stats, { reason }, token);
  expect((await refusalOf(asked)).code).toBe(7);
});
