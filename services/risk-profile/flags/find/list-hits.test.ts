import {
  type Flag,
  FlagDecision,
  FlagNotice,
  FlagService,
  FlagState,
  type ImportWatchlistRequest,
  type ImportWatchlistResponse,
  WatchlistService,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { refusalOf, type TokenOf } from "@talanoa/platform/testing/hub.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { entryOf } from "../../testing/lists.ts";
import { bookingPush, passengerList, type Person } from "../../testing/messages.ts";
import {
  fiji,
  type RunningScreening,
  runScreening,
  screenedOf,
} from "../../testing/run-screening.ts";

const officer: TokenOf = { participant: "FJ", principal: "fj-officer", roles: ["publisher"] };
const crew: Person = {
  surname: "ZQMOALA",
  given: "SEMISI",
  birth: "790512",
  passport: "ZQ1000001",
};
const vessel = { id: "ship", names: [{ text: "MV Ocean Lantern" }], imo: "9074729", flag: "TO" };
const company = {
  id: "travel",
  names: [{ text: "Coral Gate Travel Pte Ltd" }],
  registrationNumbers: ["IATA 12345678"],
  countries: ["FJ"],
};

let screening: RunningScreening;
beforeAll(async () => {
  screening = await runScreening();
}, 300_000);
afterAll(() => screening?.[Symbol.asyncDispose]());

async function importList(id: string, list: Init<ImportWatchlistRequest>): Promise<number> {
  const call = screening.service.open<ImportWatchlistRequest, ImportWatchlistResponse>(
    WatchlistService.importWatchlist,
    await screening.hub.token(officer),
  );
  call.write({ id, ...list });
  call.end();
  const [answer] = await Array.fromAsync(call as AsyncIterable<ImportWatchlistResponse>);
  return answer!.watchlist!.entries;
}

async function flagsOf(list: string): Promise<Flag[]> {
  const token = await screening.hub.token(officer);
  const { flags } = await screening.service.call(FlagService.listFlags, {}, token);
  return flags.filter(({ watchlist }) => watchlist === list);
}

/** A list of those on board of a vessel; `begin` as passengerList has it. */
function voyage(number: string, named: string, begin?: string): Buffer {
  const ship = { number, day: "260311", from: "NUK", to: "SUV" };
  const list = passengerList([crew], ship, begin).toString("latin1");
  const transport = `TDT+20+${number}+1++ZZL:172:20:ZZ LINES+++${named}'`;
  return Buffer.from(list.replace(/TDT.*'/, transport), "latin1");
}

test("a vessel on a list gives one flag for all on board, whatever she is called now", async () => {
  expect(await importList("ships", { vessels: [vessel] })).toBe(1);
  const [answer] = await screening.send(fiji, voyage("V041", "9074729:146:11:BLUE REEF:PAN"));
  const [flag, ...more] = await flagsOf("ships");
  expect(more).toEqual([]);
  expect(screenedOf(answer).messages[0]?.hits).toMatchObject([
    { traveller: 0, watchlist: "ships", flag: flag?.id },
  ]);
  expect(flag).toMatchObject({
    state: FlagState.DRAFT,
    entry: "ship",
    entryKind: "vessel",
    listedName: "MV Ocean Lantern",
    namedAs: "vessel",
    named: "BLUE REEF",
    reasons: ["name-match"],
    flight: "V041",
    itinerary: ["NUK", "SUV"],
    departure: "2026-03-11T13:30",
  });
  expect(flag?.surname).toBe("");
  expect(flag?.evidence).toContainEqual({ field: "imo", finding: "agrees" });
  // Told again it is the same.
  await screening.send(fiji, voyage("V041", "9074729:146:11:OCEAN LANTERN"));
  expect(await flagsOf("ships")).toMatchObject([{ id: flag?.id, named: "OCEAN LANTERN" }]);
});

test("a vessel's flag is withdrawn with her voyage, and with her entry", async () => {
  await importList("gone", { vessels: [vessel] });
  const named = "9074729:146:11:OCEAN LANTERN";
  const states = async (): Promise<FlagState[]> =>
    (await flagsOf("gone")).map(({ state }) => state).toSorted();
  await screening.send(fiji, voyage("V100", named));
  await screening.send(fiji, voyage("V101", named));
  expect(await states()).toEqual([FlagState.DRAFT, FlagState.DRAFT]);
  await screening.send(fiji, voyage("V100", named, "BGM+745+XF"));
  expect(await states()).toEqual([FlagState.DRAFT, FlagState.WITHDRAWN]);
  await importList("gone", { companies: [company] });
  await screening.send(fiji, voyage("V101", named, "BGM+745+CP"));
  expect(await states()).toEqual([FlagState.WITHDRAWN, FlagState.WITHDRAWN]);
});

test("a vessel's flag that is confirmed tells no other Member", async () => {
  await importList("ours", { vessels: [vessel] });
  await screening.send(fiji, voyage("V200", "9074729:146:11:OCEAN LANTERN"));
  const [{ id }] = (await flagsOf("ours")) as [Flag];
  const token = await screening.hub.token(officer);
  const request = { id, decision: FlagDecision.CONFIRM };
  const { flag } = await screening.service.call(FlagService.decideFlag, request, token);
  expect(flag).toMatchObject({
    state: FlagState.CONFIRMED,
    decidedBy: "fj-officer",
    notice: "",
    noticeState: FlagNotice.UNSPECIFIED,
  });
});

test("a listed passport gives a flag of who holds it, not of who stands before where the name is lost", async () => {
  const wanted = { ...crew, surname: "ZQFUIMAONO", birth: "640101", passport: "ZQ1000002" };
  await importList("wanted", { entries: [entryOf(wanted)] });
  const list = passengerList([crew, wanted]).toString("latin1");
  const damaged = list.replace(`NAD+FL+++${wanted.surname}`, `NAB+FL+++${wanted.surname}`);
  const [answer] = await screening.send(fiji, Buffer.from(damaged, "latin1"));
  expect(screenedOf(answer).messages).toMatchObject([{ complete: false, travellers: 2 }]);
  expect(await flagsOf("wanted")).toMatchObject([
    { documentNumber: wanted.passport, surname: "", birthDate: "1964-01-01" },
  ]);
});

test("a company on a list gives a flag for each traveller whom it booked, and stands after a restart", async () => {
  await importList("companies", { companies: [company] });
  await screening.restart();
  const booked = bookingPush(crew, "4111111111111111").toString("latin1");
  const agency = "ORG+YY:SUV+12345678:SUVZZ0100+SUV++T+FJ:FJD'\nTIF";
  await screening.send(fiji, Buffer.from(booked.replace("TIF", agency), "latin1"));
  expect(await flagsOf("companies")).toMatchObject([
    {
      entry: "travel",
      entryKind: "company",
      namedAs: "agency",
      named: "IATA 12345678",
      surname: crew.surname,
    },
  ]);
});

test("a list names what is wrong in it by kind, place and field, and is not taken", async () => {
  const wrong = {
    entries: [{ id: "same", names: [{ text: "Somebody" }] }],
    vessels: [
      { ...vessel, imo: "9074728" },
      { ...vessel, id: "same" },
    ],
    companies: [{ ...company, countries: ["Fiji"], names: [] }],
  };
  const refusal = await refusalOf(importList("wrong", wrong));
  expect(refusal.violations.map(({ field, reason }) => [field, reason])).toEqual([
    ["vessels[0].imo", "entry-imo"],
    ["vessels[1].id", "entry-id"],
    ["companies[0].names", "entry-names"],
    ["companies[0].countries", "entry-countries"],
  ]);
  expect(JSON.stringify(refusal.violations)).not.toContain("9074728");
});
