import { randomBytes } from "node:crypto";
import {
  BadRequest,
  ErrorStatus,
  ExchangeLogService,
  type LogRow,
  ParticipantType,
  Purpose,
  type QueryRequest,
  Record,
  RecordCommon,
  RecordPart,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { stepField, steps } from "@talanoa/contract/records.ts";
import { subjects } from "@talanoa/contract/subjects.ts";
import type { Role } from "@talanoa/platform/auth/tokens.ts";
import {
  recordOf,
  refusalOf,
  type ServedService,
  type TestHub,
  until,
} from "@talanoa/platform/testing/hub.ts";
import { commitsTo } from "@talanoa/sharing/record/commits-to.ts";
import { logEntry, unreadableEntry } from "@talanoa/sharing/record/entry.ts";
import { notedPlaces, type Places } from "@talanoa/sharing/record/places.ts";
import { noticesOf } from "@talanoa/sharing/record/notices.ts";
import { MatchingRecords } from "@talanoa/sharing/record/matching-records.ts";
import { rowMatches, type SeenRecord } from "@talanoa/sharing/record/row-filter.ts";
import { anyRecord, operations, participants } from "@talanoa/sharing/record/testing/any-record.ts";
import fc from "fast-check";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { stepCodes, WHOLE_LOG } from "../tables/migrations.ts";
import { putRecords } from "../testing/recorded.ts";
import { openServedLog, type ServedLog } from "../testing/served-log.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const reason = { purpose: Purpose.AUDIT, caseNumber: "" };
const OCO = "OCO";
let log: ServedLog;
let hub: TestHub;
let database: pg.Client;
let served: ServedService;

/** The test's own view of the log: every record that was put, with its index. */
interface Known {
  readonly index: number;
  readonly record: Record;
}
let known: Known[] = [];

beforeAll(async () => {
  const type = ParticipantType.MEMBER;
  const entries = [
    ...participants.map((id) => ({ participant: { id, name: id, type } })),
    { participant: { id: OCO, name: OCO, type: ParticipantType.SECRETARIAT } },
    { participant: { id: "GONE", name: "GONE", type, suspended: true } },
    { principal: { id: "suspended-auditor", participant: participants[0]!, suspended: true } },
  ];
  log = await openServedLog(entries, fc.sample(anyRecord(), { numRuns: 1_500, seed: 7 }));
  ({ hub, served, database } = log);
  await ask(OCO);
  known = await readKnown();
});
afterAll(() => log?.[Symbol.asyncDispose]());

async function readKnown(): Promise<Known[]> {
  const { rows } = await database.query("select index, record from entries order by index");
  return rows.map((row) => ({ index: Number(row.index), record: Record.decode(row.record) }));
}

function tokenOf(participant: string, roles: readonly Role[] = ["auditor"], principal?: string) {
  const own = principal ?? `${participant.slice(0, 20)}-auditor`;
  return hub.token({ participant, principal: own, roles });
}

async function ask(participant: string, question: Init<QueryRequest> = {}) {
  const token = await tokenOf(participant);
  return served.call(ExchangeLogService.query, { reason, pageSize: 1_000, ...question }, token);
}

/** All pages of a question. */
async function askAll(participant: string, question: Init<QueryRequest> = {}): Promise<LogRow[]> {
  const rows: LogRow[] = [];
  for (let pageToken = ""; ;) {
    const page = await ask(participant, { ...question, pageToken });
    rows.push(...page.rows);
    pageToken = page.nextPageToken;
    if (pageToken === "") return rows;
  }
}

/** What a reader must get, by the records alone. */
function expected(reader: string, question: Init<QueryRequest>, log = known): number[] {
  const belong = belonging(reader, question, log);
  const found = log.filter((each) => matches(reader, question, each, belong));
  const indexes = found.map(({ index }) => index);
  return question.descending ? indexes.toReversed() : indexes;
}

/** The joint operations that a reader's parts of a record name. */
function operationsIn(reader: string, { record }: Known): string[] {
  const parts = logEntry(record).parts.filter(
    ({ party }) => reader === WHOLE_LOG || party === reader,
  );
  return parts.flatMap(({ bytes }) => {
    const { routed, directoryChanged: changed } = RecordPart.decode(bytes).facts!;
    const named = routed?.decisions.flatMap((each) => each.operations) ?? [];
    return changed?.type === "operation" ? [changed.id] : named;
  });
}

/** The notices that a reader knows to belong to a joint operation. */
function belonging(
  reader: string,
  { operation = "", untilIndex = 0 }: Init<QueryRequest>,
  log: Known[],
) {
  const naming = log.filter(
    (each) =>
      (untilIndex === 0 || each.index < untilIndex) &&
      operationsIn(reader, each).includes(operation),
  );
  return new Set(naming.flatMap(({ record }) => noticesOf(record.facts!).map(nameOf)));
}

const nameOf = ({ origin, id }: { origin: string; id: string }) => `${origin} ${id}`;

function matches(
  reader: string,
  question: Init<QueryRequest>,
  each: Known,
  belong: ReadonlySet<string>,
): boolean {
  const { index, record } = each;
  const { fromIndex = 0, untilIndex = 0, operation = "" } = question;
  const { from = 0, until = 0, steps: wanted = [], participant, principal, notice } = question;
  const { parts, step } = logEntry(record);
  const part = parts.find(({ party }) => party === reader);
  if (reader !== WHOLE_LOG && !part) return false;
  const shown = reader === WHOLE_LOG ? record.principal : part!.principal;
  // Who asked about a notice is its originator's to see.
  const named = (record.facts ? noticesOf(record.facts) : []).filter(
    ({ origin }) => step !== "queried" || [WHOLE_LOG, origin].includes(reader),
  );
  return (
    (question.includeExercises || !record.exercise) &&
    index >= fromIndex &&
    (!untilIndex || index < untilIndex) &&
    (!from || record.at >= from) &&
    (!until || record.at < until) &&
    (wanted.length === 0 ? step !== "heads" : wanted.includes(step)) &&
    (!participant || record.participant === participant) &&
    (!principal || shown === principal) &&
    (!operation ||
      operationsIn(reader, each).includes(operation) ||
      named.some((its) => belong.has(nameOf(its)))) &&
    (!notice ||
      named.some(
        ({ origin, id, version }) =>
          origin === notice.origin &&
          id === notice.id &&
          (!notice.version || version === notice.version),
      ))
  );
}

/** What a reader is shown of a record; null when it is no party. */
function seenBy(who: string, { index, record }: Known): SeenRecord | null {
  const { parts, step } = logEntry(record);
  const seen = parts.filter(({ party }) => who === OCO || party === who);
  if (who !== OCO && seen.length === 0) return null;
  return { index, step, at: record.at, parts: seen.map(({ bytes }) => RecordPart.decode(bytes)) };
}

const indexesOf = (rows: readonly LogRow[]) => rows.map(({ index }) => index);
const partsOf = (rows: readonly LogRow[]) =>
  rows.flatMap(({ parts }) => parts.map((part) => RecordPart.decode(part)));

async function failureOf(promise: Promise<unknown>) {
  const error = await promise.then(
    () => expect.unreachable(),
    (thrown: { code: number; details: string; metadata: { get(name: string): Buffer[] } }) =>
      thrown,
  );
  const [status] = error.metadata.get("grpc-status-details-bin");
  const details = status ? ErrorStatus.decode(status).details : [];
  const violations = details.flatMap(({ value }) => BadRequest.decode(value).fieldViolations);
  return { code: error.code, details: error.details, violations };
}

const anyQuestion: fc.Arbitrary<Init<QueryRequest>> = fc.record(
  {
    from: fc.integer({ min: 1_750_000_000_000, max: 1_750_000_050_000 }),
    until: fc.integer({ min: 1_750_000_050_001, max: 1_750_000_100_001 }),
    steps: fc.uniqueArray(fc.constantFrom(...Object.values(steps)), { minLength: 1, maxLength: 3 }),
    participant: fc.constantFrom(...participants),
    principal: fc.constantFrom(
      ...participants.flatMap((each) => [`officer-1-of-${each}`, `officer-2-of-${each}`]),
    ),
    notice: fc.record({
      origin: fc.constantFrom(...participants),
      id: fc.integer({ min: 1, max: 5 }).map((n) => `0198c0de-0000-7000-8000-00000000000${n}`),
      version: fc.integer({ min: 0, max: 2 }),
    }),
    fromIndex: fc.integer({ min: 0, max: 300 }),
    untilIndex: fc.integer({ min: 301, max: 900 }),
    operation: fc.constantFrom(...operations),
    descending: fc.boolean(),
    includeExercises: fc.boolean(),
  },
  { requiredKeys: [] },
);

/** Questions that are put together: an answer waits for the log to reach its question. */
const AT_ONCE = 12;
const anyAsked = fc.record({
  question: anyQuestion,
  who: fc.constantFrom(OCO, ...participants),
  pageSize: fc.constantFrom(7, 100, 1_000),
});

async function placesOf(index: number): Promise<Places> {
  const found = await database.query<{ places: string[] }>(
    "select places::text[] from entries where index = $1",
    [index],
  );
  return notedPlaces(found.rows[0]!.places.map(Number));
}

test.each([OCO, ...participants.slice(0, 3)])(
  "%s is told with a page which entries erased content of what it is about, as far as it sees them",
  async (who) => {
    const reader = who === OCO ? WHOLE_LOG : who;
    const sees = (each: Known) => seenBy(who, each);
    for (const [place, pageSize] of [10, 200].entries()) {
      const page = await ask(who, { pageSize, withErasing: true, includeExercises: place > 0 });
      const named = new Set(
        partsOf(page.rows).flatMap(({ facts }) => (facts ? noticesOf(facts).map(nameOf) : [])),
      );
      const erasing = known.filter((each) => {
        const seen = sees(each);
        return (
          seen?.step === steps.erased &&
          noticesOf(each.record.facts!).some((notice) => named.has(nameOf(notice)))
        );
      });
      expect(indexesOf(page.erasing!.rows)).toEqual(erasing.map(({ index }) => index));
      expect(reader === WHOLE_LOG && pageSize === 200 ? erasing.length : 1).toBeGreaterThan(0);
      for (const row of page.erasing!.rows) expect(row.parts.length).toBeGreaterThan(0);
    }
    expect((await ask(who, { pageSize: 10 })).erasing).toBeNull();
  },
);

describe("a question", () => {
  test("is answered with all that the reader's parts match, and nothing else, whatever the filter", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyAsked, { minLength: AT_ONCE, maxLength: AT_ONCE, size: "max" }),
        async (asked) => {
          const before = known.length;
          const answers = await Promise.all(
            asked.map(({ who, question, pageSize }) => askAll(who, { ...question, pageSize })),
          );
          // Records of the questions before are among the answers: they are records too.
          known = await readKnown();
          const own = known.filter(({ index }) => index < before);
          for (const [i, { who, question }] of asked.entries()) {
            const found = indexesOf(answers[i]!).filter((index) => index < before);
            expect(found).toEqual(expected(who === OCO ? WHOLE_LOG : who, question, own));
            // A reader finds the same in all that it sees.
            const { descending, ...filter } = question;
            const seen = own.flatMap((each) => seenBy(who, each) ?? []);
            const matched = new MatchingRecords(filter);
            for (const each of seen) matched.take(each);
            const matching = seen.flatMap((each) => {
              const told = rowMatches(filter, each, matched.belongs) ?? found.includes(each.index);
              return told ? each.index : [];
            });
            expect(descending ? matching.toReversed() : matching).toEqual(found);
          }
        },
      ),
      { numRuns: 60 / AT_ONCE },
    );
  });

  test.each(participants)(
    "of %s's auditor shows its own parts alone, and names no other receiver",
    async (who) => {
      const rows = await askAll(who, { includeExercises: true });
      expect(rows.length).toBeGreaterThan(100);
      const records = new Map(known.map(({ index, record }) => [index, record]));
      for (const row of rows) {
        const parts = row.parts.map((part) => RecordPart.decode(part));
        expect(parts.map(({ party }) => party)).toEqual([who]);
        const record = records.get(row.index);
        if (!record?.facts) continue;
        const field = stepField(record.facts)!;
        const its = record.facts[field] as {
          origin?: string;
          notice?: { origin: string };
          with?: string;
        };
        const origin = its.origin ?? its.notice?.origin;
        // A question names whom its asker named.
        if (origin === who || field === "directoryChanged" || field === "queried") continue;
        // Whoever asked for consent named with whom.
        const mayKnow = new Set([who, origin, record.participant, its.with]);
        const bytes = Buffer.concat([row.common, ...row.parts, row.entry]);
        const others = participants.filter((each) => !mayKnow.has(each) && bytes.includes(each));
        expect(others).toEqual([]);
      }
    },
  );

  test("shows nothing that its entry does not commit to", async () => {
    for (const who of [OCO, participants[0]!]) {
      for (const { common, parts, entry } of (await ask(who)).rows) {
        for (const bytes of [common, ...parts]) expect(commitsTo(entry, bytes)).toBe(true);
        expect(RecordCommon.decode(common).step).not.toBe("");
      }
    }
  });

  test("of the Secretariat's auditor shows all parts of all records", async () => {
    const rows = await askAll(OCO, { includeExercises: true });
    const records = new Map(known.map(({ index, record }) => [index, record]));
    for (const row of rows) {
      const record = records.get(row.index);
      if (!record) continue;
      const places = await placesOf(row.index);
      const parts = logEntry(record, places).parts.map(({ bytes }) => Buffer.from(bytes));
      expect(row.parts.map((part) => Buffer.from(part))).toEqual(parts);
    }
  });

  test("leaves exercises out unless they are asked for", async () => {
    const real = partsOf(await askAll(participants[1]!));
    expect(real.length).toBeGreaterThan(0);
    expect(real.some(({ exercise }) => exercise)).toBe(false);
    const all = partsOf(await askAll(participants[1]!, { includeExercises: true }));
    expect(all.some(({ exercise }) => exercise)).toBe(true);
  });

  test("sees what was published right before it", async () => {
    for (let turn = 0; turn < 5; turn++) {
      const [record] = fc.sample(anyRecord("accepted"), 1) as [Init<Record>];
      const fresh = { ...record, nonce: randomBytes(16), exercise: false };
      await putRecords(hub.committer, [fresh]);
      const { rows } = await ask(OCO, { descending: true, pageSize: 1, steps: ["accepted"] });
      expect(partsOf(rows)[0]?.facts?.accepted).toEqual(
        Record.decode(Record.encode(fresh)).facts!.accepted,
      );
    }
  });

  test("is answered over all its pages with the log as it was at the first", async () => {
    const every = Object.keys(stepCodes);
    const question = { steps: every, descending: false, includeExercises: true, pageSize: 400 };
    const first = await ask(OCO, question);
    await putRecords(hub.committer, fc.sample(anyRecord(), { numRuns: 50, seed: 8 }));
    const rows = [...first.rows];
    for (let pageToken = first.nextPageToken; pageToken !== "";) {
      const page = await ask(OCO, { ...question, pageToken });
      rows.push(...page.rows);
      pageToken = page.nextPageToken;
    }
    expect(indexesOf(rows)).toEqual(rows.map((_, index) => index));
  });

  test("is recorded before anything is shown, each page, with who asked what and why", async () => {
    const who = participants[2]!;
    const asked = { purpose: Purpose.CASE_WORK, caseNumber: "C 2025/7" };
    const question = { reason: asked, steps: ["released"], pageSize: 2 };
    const first = await ask(who, question);
    await ask(who, { ...question, pageToken: first.nextPageToken });
    const stored = (await hub.stored(subjects.record("queried"))).slice(-2).map(recordOf);
    expect(
      stored.map(({ participant, principal, facts }) => [participant, principal, facts]),
    ).toEqual(
      ["step=released", `step=released after=${first.rows.at(-1)!.index}`].map((filter) => [
        who,
        `${who.slice(0, 20)}-auditor`,
        expect.objectContaining({
          queried: { question: "query", purpose: 1, caseNumber: "C 2025/7", filter, parties: [] },
        }),
      ]),
    );
    // Without a place to record it nothing is shown.
    await hub.killNats();
    expect(await failureOf(ask(who, question))).toMatchObject({ code: 14 });
    await hub.restartNats();
    // The log's own connection is back later than the test's.
    await until(() => ask(who, question).catch(() => null));
  });

  test("that breaks a rule is refused by field, and not answered", async () => {
    const wrong = { reason: { purpose: Purpose.COURT, caseNumber: "" }, steps: ["rooted"] };
    const { code, violations } = await failureOf(ask(OCO, wrong));
    expect(code).toBe(3);
    expect(violations.map(({ field, reason: rule }) => [field, rule])).toEqual([
      ["reason.case_number", "case-number-required"],
      ["steps[0]", "step-known"],
    ]);
  });

  test("is only for auditors who may act for a participant that takes part", async () => {
    const request = { reason };
    const member = participants[0]!;
    const questions = async () => (await hub.stored("record.queried")).length;
    const before = await questions();
    for (const token of [
      await tokenOf(member, ["liaison", "publisher"]),
      await tokenOf(OCO, ["secretariat"]),
      await tokenOf("GONE"),
      await tokenOf("NOBODY"),
      await tokenOf(member, ["auditor"], "suspended-auditor"),
    ]) {
      const asked = served.call(ExchangeLogService.query, request, token);
      expect(await failureOf(asked)).toMatchObject({ code: 7 });
    }
    expect(await questions()).toBe(before);
  });

  test("marks a row that was changed behind the log's back, shows nothing of it, and shows the rest", async () => {
    const question = { steps: ["opened"], pageSize: 3 };
    const { rows } = await ask(OCO, question);
    const [before, row, after] = rows;
    const change = "update entries set record = set_byte(record, $2, get_byte(record, $2) # 1)";
    await database.query(`${change} where index = $1`, [row!.index, 4]);
    const nothing = Buffer.alloc(0);
    const altered = {
      index: row!.index,
      common: nothing,
      parts: [],
      entry: nothing,
      altered: true,
    };
    const shown = (await ask(OCO, question)).rows;
    expect(shown.map((each) => each.altered)).toEqual([false, true, false]);
    expect([shown[0], shown[2]]).toEqual([before, after]);
    expect(shown[1]).toMatchObject(altered);
    await database.query(`${change} where index = $1`, [row!.index, 4]);
    expect((await ask(OCO, question)).rows).toEqual(rows);
  });

  test("shows as unknown a record that the version which logged it did not know", async () => {
    const question = { steps: ["opened"], pageSize: 1 };
    const [row] = (await ask(OCO, question)).rows;
    const { rows } = await database.query<{ record: Buffer; sequence: string; stored_at: string }>(
      "select record, stream_sequence as sequence, stored_at from entries where index = $1",
      [row!.index],
    );
    const { record, sequence, stored_at: storedAt } = rows[0]!;
    const unknown = unreadableEntry(record, Number(sequence), Number(storedAt));
    const known = logEntry(Record.decode(record), await placesOf(row!.index));
    const change = "update entries set entry = $2, leaf_hash = $3 where index = $1";
    await database.query(change, [row!.index, unknown.entry, unknown.leafHash]);
    const [shown] = (await ask(OCO, question)).rows;
    expect(shown!.index).toBe(row!.index);
    expect(RecordCommon.decode(shown!.common).step).toBe("unknown");
    expect(shown!.parts).toEqual([]);
    await database.query(change, [row!.index, known.entry, known.leafHash]);
    expect((await ask(OCO, question)).rows).toEqual([row]);
  });
});

describe("a trail", () => {
  const askTrail = async (
    who: string,
    notice: { origin: string; id: string; version?: number },
  ) => {
    const rows: LogRow[] = [];
    const token = await tokenOf(who);
    for (let pageToken = ""; ;) {
      const request = { reason, notice, pageSize: 9, pageToken };
      const page = await served.call(ExchangeLogService.trail, request, token);
      rows.push(...page.rows);
      pageToken = page.nextPageToken;
      if (pageToken === "") return rows;
    }
  };

  test("has all records about a notice that the reader sees, oldest first, over its pages", async () => {
    for (const version of [0, 1, 2]) {
      const notice = {
        origin: participants[0]!,
        id: "0198c0de-0000-7000-8000-000000000001",
        version,
      };
      for (const who of [OCO, ...participants]) {
        const reader = who === OCO ? WHOLE_LOG : who;
        // Questions about it are among them.
        known = await readKnown();
        const should = expected(reader, { notice, includeExercises: true });
        expect(indexesOf(await askTrail(who, notice))).toEqual(should);
      }
    }
  });

  test("tells the originator who asked about it and why, not which officer nor for which case", async () => {
    const [origin, asker] = [participants[0]!, participants[1]!];
    const notice = { origin, id: "0198c0de-0000-7000-8000-000000000001", version: 0 };
    const request = { reason: { purpose: Purpose.COURT, caseNumber: "C 7" }, notice };
    await served.call(ExchangeLogService.trail, request, await tokenOf(asker));
    const part = partsOf(await askTrail(origin, notice)).at(-1)!;
    expect(part).toMatchObject({ party: origin, participant: asker, principal: "" });
    const told = { question: "trail", purpose: Purpose.COURT, caseNumber: "", filter: "", notice };
    expect(part.facts!.queried).toMatchObject(told);
  });

  test("is asked unseen by nobody: a question about all notices is told to each originator", async () => {
    const origin = participants[0]!;
    const request = { reason: { purpose: Purpose.COURT, caseNumber: "C 8" }, participant: origin };
    const seenOf = async (asker: string) =>
      partsOf(await askAll(origin, { steps: ["queried"], participant: asker }));
    await served.call(ExchangeLogService.query, request, await tokenOf(OCO));
    const seen = (await seenOf(OCO)).at(-1)!;
    expect(seen).toMatchObject({ party: origin, participant: OCO, principal: "" });
    const told = { question: "query", purpose: Purpose.COURT, caseNumber: "", filter: "" };
    expect(seen.facts!.queried).toMatchObject({ ...told, notice: null, parties: [] });
    // A Member's question is about what it sees itself.
    const before = await seenOf(participants[1]!);
    await served.call(ExchangeLogService.query, request, await tokenOf(participants[1]!));
    expect(await seenOf(participants[1]!)).toHaveLength(before.length);
  });

  test("of a notice that went to others is as empty as that of one that does not exist", async () => {
    const origin = participants[3]!;
    const id = "0198c0de-1111-7000-8000-000000000001";
    const [accepted] = fc.sample(anyRecord("accepted"), 1) as [Init<Record>];
    const notice = { origin, id, version: 1 };
    const facts = { accepted: { ...accepted.facts!.accepted, notice } };
    await putRecords(hub.committer, [
      { ...accepted, nonce: randomBytes(16), participant: origin, facts },
    ]);
    expect(await askTrail(origin, notice)).toHaveLength(1);
    // The question before is about it too.
    expect(await askTrail(OCO, notice)).toHaveLength(2);
    expect(await askTrail(participants[4]!, notice)).toEqual([]);
    expect(await askTrail(participants[4]!, { ...notice, id: `${id.slice(0, -1)}9` })).toEqual([]);
  });

  test("is open to the desk of the notice's originator, as far as its own participant sees; to no other desk", async () => {
    const [origin, other] = [participants[0]!, participants[1]!];
    const id = "0198c0de-0000-7000-8000-000000000001";
    const notice = { origin, id, version: 0 };
    const asked = async (participant: string, roles: readonly Role[]) => {
      const request = { reason, notice, pageSize: 1_000 };
      const token = await tokenOf(participant, roles);
      return served.call(ExchangeLogService.trail, request, token);
    };
    const should = indexesOf(await askTrail(origin, notice));
    for (const role of ["publisher", "liaison"] as const) {
      // Questions about it that were asked meanwhile stand behind what was there.
      const seen = indexesOf((await asked(origin, [role])).rows);
      expect(seen.slice(0, should.length)).toEqual(should);
      expect((await refusalOf(asked(other, [role]))).code).toBe(7);
    }
    expect((await refusalOf(asked(origin, ["secretariat"]))).code).toBe(7);
  });
});

// The last of all: nothing is answered after it.
test("while the database is away, it says that the same may succeed later", async () => {
  const token = await tokenOf(OCO);
  await log.stopDatabase();
  const asked = served.call(ExchangeLogService.prove, { indexes: [0] }, token);
  expect(await failureOf(asked)).toMatchObject({ code: 14 });
});
