import {
  FlagService,
  FlagState,
  Outcome,
  type SourcePrecision,
} from "@talanoa/contract/generated/talanoa.ts";
import type { TokenOf } from "@talanoa/platform/testing/hub.ts";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { passengerList } from "../testing/messages.ts";
import { activate, ofAge } from "../testing/profiles.ts";
import { fiji, type RunningScreening, runScreening } from "../testing/run-screening.ts";

const officer: TokenOf = { participant: "FJ", principal: "fj-officer", roles: ["publisher"] };
const FLAGS = 30;
let screening: RunningScreening;
let ids: string[];
beforeAll(async () => {
  screening = await runScreening();
  await activate(screening, "FJ", ofAge("forties", 42));
  const people = Array.from({ length: FLAGS }, (_, i) => ({
    surname: "TAUFA",
    given: `SIONE${i}`,
    birth: "840229",
    passport: `T${8_000_000 + i}`,
  }));
  await screening.send(fiji, passengerList(people));
  const rows = await screening.rows<{ id: string }>("select id from flag order by id");
  ids = rows.map(({ id }) => id);
  expect(ids).toHaveLength(FLAGS);
}, 300_000);
afterAll(() => screening?.[Symbol.asyncDispose]());
beforeEach(async () => {
  await screening.rows("update flag set state = $1, told = false", [FlagState.DRAFT]);
  await screening.rows("delete from flag_outcome");
});

/** What became of flags, in their order; none is used twice. */
async function became(from: number, count: number, state: FlagState, ...outcomes: Outcome[]) {
  for (const id of ids.slice(from, from + count)) {
    const told = state === FlagState.CONFIRMED;
    await screening.rows("update flag set state = $2, told = $3 where id = $1", [id, state, told]);
    for (const [at, outcome] of outcomes.entries()) {
      const values = [id, `M${at}`, outcome];
      await screening.rows("insert into flag_outcome values ('FJ', $1, $2, $3)", values);
    }
  }
}

async function precision(): Promise<SourcePrecision | undefined> {
  const token = await screening.hub.token(officer);
  const { sources } = await screening.service.call(FlagService.listPrecision, {}, token);
  expect(sources).toHaveLength(1);
  return sources[0];
}

test("each flag counts once by what was said of it, and apart where nobody said what the check came to", async () => {
  const { CONFIRMED, DISMISSED, WITHDRAWN } = FlagState;
  await became(0, 2, CONFIRMED, Outcome.CONFIRMED, Outcome.FALSE);
  await became(2, 3, CONFIRMED, Outcome.FALSE, Outcome.NOTHING_FOUND);
  await became(5, 4, CONFIRMED, Outcome.NOTHING_FOUND, Outcome.STILL_OPEN);
  await became(9, 5, CONFIRMED);
  // Said, but not what came of it.
  await became(14, 1, CONFIRMED, Outcome.NOT_MET);
  await became(15, 2, DISMISSED);
  await became(17, 1, WITHDRAWN);
  expect(await precision()).toMatchObject({
    profile: "forties",
    version: 1,
    raised: FLAGS,
    confirmed: 15,
    dismissed: 2,
    withdrawn: 1,
    checked: 9,
    checkConfirmed: 2,
    checkFalse: 3,
    checkNothingFound: 4,
    checkUnsaid: 6,
    retire: false,
  });
});

test("a profile that screens and is seldom right is pointed out once enough was said, and not for want of answers", async () => {
  await became(0, 19, FlagState.DISMISSED);
  await became(19, 11, FlagState.CONFIRMED);
  expect(await precision()).toMatchObject({ checked: 0, checkUnsaid: 11, retire: false });
  await became(19, 1, FlagState.CONFIRMED, Outcome.NOTHING_FOUND);
  expect(await precision()).toMatchObject({ checked: 1, checkUnsaid: 10, retire: true });
  await became(20, 1, FlagState.CONFIRMED, Outcome.CONFIRMED);
  expect(await precision()).toMatchObject({ checked: 2, checkConfirmed: 1, retire: true });
  await became(21, 1, FlagState.CONFIRMED, Outcome.CONFIRMED);
  expect(await precision()).toMatchObject({ retire: false });
  await screening.rows("update flag_outcome set outcome = $1", [Outcome.FALSE]);
  expect(await precision()).toMatchObject({ retire: true });
  // The next version is another profile, and of this one it is too late to say so.
  await activate(screening, "FJ", ofAge("forties", 43));
  expect(await precision()).toMatchObject({ version: 1, retire: false });
});
