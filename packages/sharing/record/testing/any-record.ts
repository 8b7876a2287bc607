import {
  Door,
  Kind,
  OverdueOf,
  Precedence,
  Purpose,
  Tlp,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Facts, NoticeRef, Record } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import type { StepField } from "@talanoa/contract/records.ts";
import { codesOf, outcomeWords, withdrawalReasonWords } from "@talanoa/contract/words.ts";
import fc from "fast-check";
import { sayingFields } from "../../statement/sayings.ts";

/** Ids long enough that none is found by chance among salts and digests. */
export const participants = ["ALPHA", "BRAVO", "CHARLIE", "DELTA", "FOXTROT"].map(
  (name) => `${name}CUST`,
);
export const operations = ["COORD-SEASPRAY", "COORD-NIGHTHERON"];

const participant = fc.constantFrom(...participants);
const digest = fc.uint8Array({ minLength: 32, maxLength: 32 });
const statementOne = "0198c0de-aaaa-7000-8000-000000000001";
const statement = fc.constantFrom(statementOne, "0198c0de-aaaa-7000-8000-000000000002");
const keyId = fc.constantFrom("a".repeat(32), "b".repeat(32));
const rule = fc.constantFrom("all-members", "named-participant", "not-addressed", "tlp-red");
const kind = fc.constantFrom(...Object.values(Kind));
const tlp = fc.constantFrom(...Object.values(Tlp));
const precedence = fc.constantFrom(...Object.values(Precedence));
const purpose = fc.constantFrom(...Object.values(Purpose));
const door = fc.constantFrom<Door>(Door.SUBSCRIPTION, Door.LIST, Door.GET, Door.SEARCH);
const small = fc.integer({ min: 1, max: 9 });

function noticeOf(origin: string): fc.Arbitrary<Init<NoticeRef>> {
  const id = fc.integer({ min: 1, max: 4 }).map((n) => `0198c0de-0000-7000-8000-00000000000${n}`);
  return fc.record({ origin: fc.constant(origin), id, version: fc.integer({ min: 1, max: 2 }) });
}
const notice = participant.chain(noticeOf);
const copies = notice.chain(({ origin = "" }) =>
  fc.record({
    participant,
    origin: fc.constant(origin),
    door,
    subscription: fc.constant("night-desk"),
    attempt: small,
    copies: fc.array(
      fc.record({ notice: noticeOf(origin), statement: fc.option(statement, { nil: "" }) }),
      { minLength: 1, maxLength: 4 },
    ),
    precedence,
    position: small,
  }),
);

/** Facts of each step, as the services write them. */
const stated = { participant, statement, notice, digest, keyId };
const answered = { ...stated, with: participant, asker: participant, asked: statement };
const byOriginator = <Facts extends { notice: Init<NoticeRef> }>(facts: Facts) => ({
  ...facts,
  participant: facts.notice.origin!,
});
const reason = fc.constantFrom(...codesOf(withdrawalReasonWords));

const factsOf = {
  accepted: fc.record({ notice, digest, keyId, kind, tlp, precedence }),
  refused: fc.record({
    door: fc.constant("publish"),
    code: fc.constant("invalid-argument"),
    rules: fc.array(fc.record({ field: fc.constant("title"), rule: fc.constant("required") })),
    notice: fc.option(notice, { nil: null }),
    count: small,
  }),
  routed: fc.record({
    notice,
    digest,
    cause: fc.constant("first"),
    decisions: fc
      .uniqueArray(
        fc.record({
          participant,
          deliver: fc.boolean(),
          rule,
          withheld: fc.array(fc.record({ section: small, rule }), { maxLength: 2 }),
          operations: fc.subarray(operations),
        }),
        { selector: (decision) => decision.participant },
      )
      .map((decisions) =>
        decisions.map((its) => ({
          ...its,
          officers: its.deliver ? [`officer-${its.participant}`] : [],
          operations: its.deliver ? its.operations : [],
          agreements: its.deliver ? [{ id: `AGREED-${its.participant}`, revision: 7 }] : [],
        })),
      ),
    directorySequence: small,
    statement: fc.option(statement, { nil: "" }),
  }),
  released: copies.map(({ participant, origin, door, subscription, attempt, copies }) => ({
    participant,
    origin,
    door,
    subscription,
    attempt,
    copies,
  })),
  received: copies.map(({ participant, origin, subscription, copies, precedence, position }) => ({
    participant,
    origin,
    subscription,
    copies,
    precedence,
    position,
  })),
  opened: copies.map(({ participant, origin, door, copies }) => ({
    participant,
    origin,
    door,
    copies,
  })),
  acknowledged: fc.record(stated),
  consentAsked: fc.record({ ...stated, with: participant }),
  consentGranted: fc.record(answered).map(byOriginator),
  consentRefused: fc.record(answered).map(byOriginator),
  recalled: fc.record({ ...stated, reason }).map(byOriginator),
  erasureOrdered: fc.record({ ...stated, reason }).map(byOriginator),
  destroyed: fc.record(stated),
  outcome: fc.record({ ...stated, outcome: fc.constantFrom(...codesOf(outcomeWords)) }),
  withdrawn: fc.record(stated).map(byOriginator),
  expired: fc.record({ notice, digest, expiresAt: small, holders: fc.uniqueArray(participant) }),
  erased: fc.record({
    notice,
    cause: fc.constantFrom("recalled", "expired", "erasure", "outcome"),
    statement,
    statedBy: fc.option(participant, { nil: "" }),
    versions: small,
    copies: small,
    sections: small,
    holders: fc.uniqueArray(participant),
  }),
  overdue: fc.record({
    notice,
    participants: fc.uniqueArray(participant, { minLength: 1, maxLength: 4 }),
    of: fc.constantFrom(OverdueOf.ANSWER, OverdueOf.ACKNOWLEDGEMENT),
    dueAt: fc.integer({ min: 1_750_000_000_000, max: 1_750_000_100_000 }),
  }),
  directoryChanged: fc.record({
    type: fc.constantFrom("participant", "key", "group", "agreement", "operation"),
    id: fc.constantFrom("N1", ...operations),
    participant: fc.option(participant, { nil: "" }),
    digest,
    reason: fc.constant("yearly change of keys"),
    parties: fc.uniqueArray(participant, { maxLength: 2 }),
  }),
  queried: fc.record({
    question: fc.constantFrom("query", "trail"),
    purpose,
    caseNumber: fc.constant("C 12/3"),
    filter: fc.constant("step=accepted"),
    notice: fc.option(notice, { nil: null }),
    parties: fc.uniqueArray(participant, { maxLength: 3 }),
  }),
  heads: fc.record({
    size: small,
    heads: fc.uniqueArray(fc.record({ party: participant, ordinal: small, index: small }), {
      selector: ({ party }) => party,
    }),
  }),
  subscriptionDropped: copies.map(({ participant, subscription, precedence, position }) => ({
    participant,
    subscription,
    precedence,
    position,
  })),
  screened: fc.record({
    participant,
    digest,
    kinds: fc.constantFrom(["paxlst"], ["paxlst", "pnrgov"]),
    messages: small,
    travellers: small,
  }),
  watchlistChanged: fc.record({
    participant,
    watchlist: fc.constant("wanted"),
    version: small,
    entries: small,
    removed: fc.boolean(),
  }),
  reidentified: fc.record({
    participant,
    request: fc.constant(statementOne),
    trip: fc.uint8Array({ minLength: 16, maxLength: 16 }),
    askedBy: fc.constant("officer-7"),
    purpose,
    caseNumber: fc.constant("C 12/3"),
  }),
  profileChanged: fc.record({
    participant,
    profile: fc.constant("late-cash"),
    version: small,
    state: fc.constantFrom("draft", "active"),
    digest,
  }),
  countryGroupsChanged: fc.record({ participant, version: small, digest }),
  profileTried: fc.record({ participant, digest, messages: small, travellers: small, hits: small }),
  flagDecided: notice.map((notice) => ({
    participant: notice.origin!,
    flag: statementOne,
    decision: "confirmed",
    grade: "B",
    watchlist: "wanted",
    notice,
  })),
} satisfies { [Field in StepField]: fc.Arbitrary<Init<NonNullable<Facts[Field]>>> };

/** Who takes a step; routing is the hub's own. */
const actorOf: { [Field in StepField]?: (facts: never) => string | undefined } = {
  accepted: (facts: { notice: Init<NoticeRef> }) => facts.notice.origin,
  routed: () => "",
  expired: () => "",
  erased: () => "",
  overdue: () => "",
  heads: () => "",
  released: (facts: { participant: string }) => facts.participant,
  received: (facts: { participant: string }) => facts.participant,
  opened: (facts: { participant: string }) => facts.participant,
  subscriptionDropped: (facts: { participant: string }) => facts.participant,
  screened: (facts: { participant: string }) => facts.participant,
  watchlistChanged: (facts: { participant: string }) => facts.participant,
  reidentified: (facts: { participant: string }) => facts.participant,
  profileChanged: (facts: { participant: string }) => facts.participant,
  countryGroupsChanged: (facts: { participant: string }) => facts.participant,
  profileTried: (facts: { participant: string }) => facts.participant,
  flagDecided: (facts: { participant: string }) => facts.participant,
  ...Object.fromEntries(
    sayingFields.map((field) => [field, (facts: { participant: string }) => facts.participant]),
  ),
};

/** Any record that the hub could write, of one step or of any. */
export function anyRecord(...of: StepField[]): fc.Arbitrary<Init<Record>> {
  const fields = of.length > 0 ? of : (Object.keys(factsOf) as StepField[]);
  return fc.constantFrom(...fields).chain((field) =>
    fc
      .record({
        nonce: fc.uint8Array({ minLength: 16, maxLength: 16 }),
        at: fc.integer({ min: 1_750_000_000_000, max: 1_750_000_100_000 }),
        other: participant,
        officer: fc.integer({ min: 1, max: 2 }),
        exercise: fc.boolean(),
        its: factsOf[field] as fc.Arbitrary<object>,
      })
      .map(({ nonce, at, other, officer, exercise, its }) => {
        const actor = actorOf[field]?.(its as never) ?? other;
        const principal = actor === "" ? "" : `officer-${officer}-of-${actor}`;
        const facts: Init<Facts> = { [field]: its };
        return { nonce, at, participant: actor, principal, exercise, facts };
      }),
  );
}
