import {
  type Flag,
  FlagService,
  FlagState,
  ProfileChange,
  ProfileService,
} from "@talanoa/contract/generated/talanoa.ts";
import type { TokenOf } from "@talanoa/platform/testing/hub.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { entryOf, importList } from "../../testing/lists.ts";
import {
  bookingPush,
  cancelledPush,
  flight,
  passengerList,
  type Person,
} from "../../testing/messages.ts";
import { fiji, type RunningScreening, runScreening } from "../../testing/run-screening.ts";

const officer: TokenOf = { participant: "FJ", principal: "fj-officer", roles: ["publisher"] };
const colleague: TokenOf = { participant: "FJ", principal: "fj-liaison", roles: ["liaison"] };
const CARD = "4111111111111111";

let screening: RunningScreening;
beforeAll(async () => {
  screening = await runScreening();
  await activate({
    id: "card",
    title: "Paid by card",
    expression: 'payments.exists(p, p.form == "CC")',
    reasons: ["payment"],
    examples: [
      { title: "By card", hits: true, facts: { payments: [{ form: "CC" }] } },
      { title: "In cash", hits: false, facts: { payments: [{ form: "CA" }] } },
    ],
  });
}, 300_000);
afterAll(() => screening?.[Symbol.asyncDispose]());

let people = 0;
function person(): Person {
  people += 1;
  return { surname: "TAUFA", given: "SIONE", birth: "840229", passport: `T${6_000_000 + people}` };
}

async function activate(profile: object): Promise<void> {
  const saving = { profile: JSON.stringify(profile), grade: "C" };
  const token = await screening.hub.token(officer);
  const saved = await screening.service.call(ProfileService.saveProfile, saving, token);
  const { id, version } = saved.profile!;
  for (const [change, who] of [
    [ProfileChange.PROPOSE, officer],
    [ProfileChange.ACTIVATE, colleague],
  ] as const) {
    const request = { id, version, change };
    const its = await screening.hub.token(who);
    await screening.service.call(ProfileService.changeProfile, request, its);
  }
}

/** A push of one PNR with the traveller's passport, paid by card or otherwise. */
function pushOf(who: Person, locator: string, form = "CC"): Buffer {
  const docs = `SSR+DOCS:HK:1:ZZ:::::/P/TON/${who.passport}/TON/29FEB84/M/01MAY31/TAUFA/SIONE`;
  const text = bookingPush(who, CARD, locator).toString("latin1");
  return Buffer.from(
    text.replace("SSR+KSML:HK:1:ZZ", docs).replace("FOP+CC", `FOP+${form}`),
    "latin1",
  );
}

async function flagsOf({ passport }: Person): Promise<Flag[]> {
  const token = await screening.hub.token(officer);
  const { flags } = await screening.service.call(FlagService.listFlags, { limit: 500 }, token);
  return flags.filter(({ documentNumber }) => documentNumber === passport);
}

describe("a flag of a profile", () => {
  test("stands when a message that tells less comes, and goes when one says otherwise", async () => {
    const who = person();
    await screening.send(fiji, pushOf(who, "STAND1"));
    const [raised, ...others] = await flagsOf(who);
    expect(raised).toMatchObject({ profile: "card", state: FlagState.DRAFT });
    expect(others).toEqual([]);
    await screening.send(fiji, passengerList([who]));
    expect(await flagsOf(who)).toMatchObject([{ id: raised!.id, state: FlagState.DRAFT }]);
    await screening.send(fiji, pushOf(who, "STAND1", "CA"));
    expect(await flagsOf(who)).toMatchObject([{ id: raised!.id, state: FlagState.WITHDRAWN }]);
  });

  test("is told of once, however many messages find it at once", async () => {
    const who = person();
    const pushes = Array.from({ length: 6 }, (_, i) =>
      Buffer.concat([pushOf(who, "ATONCE"), Buffer.from("\n".repeat(i))]),
    );
    const answers = await Promise.all(pushes.map((push) => screening.send(fiji, push)));
    const [flag, ...others] = await flagsOf(who);
    expect(others).toEqual([]);
    const told = answers.flatMap(([answer]) =>
      answer!.screened!.messages.flatMap(({ hits }) => hits.map((hit) => hit.flag)),
    );
    expect(told).toEqual(pushes.map(() => flag!.id));
  });

  test("goes with its booking, also when an officer has decided and a list was told in between", async () => {
    const who = person();
    await screening.send(fiji, pushOf(who, "GONE01"));
    await screening.send(fiji, passengerList([who]));
    await screening.rows("update flag set state = $1 where state = $2", [
      FlagState.CONFIRMED,
      FlagState.DRAFT,
    ]);
    await screening.send(fiji, cancelledPush("GONE01"));
    expect(await flagsOf(who)).toMatchObject([{ state: FlagState.WITHDRAWN }]);
  });
});

test("a flag goes with its traveller, whom the booking has no more", async () => {
  const [leaves, stays] = ["GONE", "HERE"].map((given) => ({ ...person(), given }));
  const booked = (...those: Person[]) =>
    Buffer.from(
      those.map((who) => bookingPush(who, CARD, "LEAVES").toString("latin1")).join("\n"),
      "latin1",
    );
  const flagged = async () => {
    const token = await screening.hub.token(officer);
    const states = [FlagState.DRAFT];
    const { flags } = await screening.service.call(FlagService.listFlags, { states }, token);
    return flags.map(({ givenNames }) => givenNames).filter((given) => /GONE|HERE/.test(given));
  };
  await screening.send(fiji, booked(leaves!, stays!));
  expect((await flagged()).sort()).toEqual(["GONE", "HERE"]);
  await screening.send(fiji, booked(stays!));
  expect(await flagged()).toEqual(["HERE"]);
});

test("a flag goes with its flight, which a message of no traveller cancels, and no other does", async () => {
  const goes = { ...person(), surname: "ZQHAVEA", given: "LUPE" };
  const stays = { ...person(), surname: "ZQMOALA", given: "SEMISI", birth: "790512" };
  await importList(screening, officer, "flown", [entryOf(goes), entryOf(stays)]);
  const cancelled = { ...flight, number: "ZZ0888" };
  await screening.send(fiji, passengerList([goes], cancelled), passengerList([stays]));
  await screening.send(fiji, passengerList([], cancelled, "BGM+745+XF"));
  expect(await flagsOf(goes)).toMatchObject([{ flight: "ZZ888", state: FlagState.WITHDRAWN }]);
  expect(await flagsOf(stays)).toMatchObject([{ flight: "ZZ410", state: FlagState.DRAFT }]);
});

describe("a flag of a list", () => {
  test("stands while its entry does, and goes with it", async () => {
    const who = person();
    const entry = entryOf(who);
    const stranger = { ...entryOf({ ...person(), surname: "ZQKOLOI", given: "MERE" }), sex: "F" };
    await importList(screening, officer, "wanted", [entry, stranger]);
    await screening.send(fiji, passengerList([who]));
    const [raised] = await flagsOf(who);
    expect(raised).toMatchObject({ watchlist: "wanted", entry: entry.id });
    // The entry is another's now: nothing says that the flag was wrong.
    await importList(screening, officer, "wanted", [{ ...stranger, id: entry.id! }]);
    await screening.send(fiji, passengerList([who, person()]));
    expect(await flagsOf(who)).toMatchObject([{ id: raised!.id, state: FlagState.DRAFT }]);
    await importList(screening, officer, "wanted", [stranger]);
    await screening.send(fiji, passengerList([who, person(), person()]));
    expect(await flagsOf(who)).toMatchObject([{ id: raised!.id, state: FlagState.WITHDRAWN }]);
  });
});
