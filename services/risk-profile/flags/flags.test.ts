import {
  type Flag,
  FlagDecision,
  FlagService,
  FlagState,
  WatchlistService,
} from "@talanoa/contract/generated/talanoa.ts";
import { filesWith } from "@talanoa/platform/testing/bytes-on-disk.ts";
import { recordOf, refusalOf, type TokenOf } from "@talanoa/platform/testing/hub.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { entryOf, importList } from "../testing/lists.ts";
import { flight, passengerList, type Person } from "../testing/messages.ts";
import {
  fiji,
  type RunningScreening,
  runScreening,
  screenedOf,
  tonga,
} from "../testing/run-screening.ts";

const officer: TokenOf = { participant: "FJ", principal: "fj-officer", roles: ["publisher"] };
const colleague: TokenOf = { participant: "FJ", principal: "fj-liaison", roles: ["liaison"] };
const tongan: TokenOf = { participant: "TO", principal: "to-officer", roles: ["publisher"] };

let screening: RunningScreening;
beforeAll(async () => {
  screening = await runScreening();
}, 300_000);
afterAll(() => screening?.[Symbol.asyncDispose]());

let people = 0;
const surnames = [
  "ZQVEHIKITE",
  "ZQMOALA",
  "ZQFUIMAONO",
  "ZQRATUVA",
  "ZQTEMARU",
  "ZQHAVEA",
  "ZQKOLOI",
];
function person(): Person {
  const surname = surnames[people % surnames.length]!;
  people += 1;
  return { surname, given: "SEMISI", birth: "790512", passport: `ZQ${3_000_000 + people}` };
}

async function flags(who: TokenOf = officer, ...states: FlagState[]): Promise<Flag[]> {
  const token = await screening.hub.token(who);
  return (await screening.service.call(FlagService.listFlags, { states }, token)).flags;
}

async function flagOf({ passport }: Person): Promise<Flag | undefined> {
  return (await flags()).find(({ documentNumber }) => documentNumber === passport);
}

async function decide(id: string, decision: FlagDecision, who = officer): Promise<Flag> {
  const token = await screening.hub.token(who);
  return (await screening.service.call(FlagService.decideFlag, { id, decision }, token)).flag!;
}

async function listed(): Promise<Person> {
  const wanted = person();
  await importList(screening, officer, "wanted", [entryOf(wanted)]);
  return wanted;
}

describe("a traveller on a list", () => {
  test("gives a draft flag, with the entry and what said so, to the officers of the list's Member alone", async () => {
    const wanted = await listed();
    const list = passengerList([wanted, person()]);
    const [answer] = await screening.send(fiji, list);
    const [message] = screenedOf(answer).messages;
    expect(message?.hits).toMatchObject([{ watchlist: "wanted", grade: "A" }]);
    const flag = (await flagOf(wanted))!;
    expect(flag).toMatchObject({
      id: message?.hits[0]?.flag,
      state: FlagState.DRAFT,
      grade: "A",
      watchlist: "wanted",
      entry: `entry-${wanted.passport}`,
      flight: "ZZ410",
      itinerary: ["AKL", "NAN"],
      surname: wanted.surname,
      nationality: "TO",
      birthDate: "1979-05-12",
    });
    expect(flag.evidence).toContainEqual({ field: "document", finding: "agrees" });
    expect(await flags(tongan)).toEqual([]);
    await screening.send(tonga, list);
    expect(await flags(tongan)).toEqual([]);
    expect((await refusalOf(flags(fiji))).code).toBe(7);
  });

  test("met again, by a resend or a change, has the same flag", async () => {
    const wanted = await listed();
    await screening.send(fiji, passengerList([wanted]));
    const flag = (await flagOf(wanted))!;
    await screening.send(fiji, passengerList([wanted]));
    await screening.send(fiji, passengerList([wanted, person()], flight, "BGM+745"));
    await screening.send(fiji, passengerList([wanted], flight, "BGM+745+CP"));
    expect(
      (await flags()).filter(({ documentNumber }) => documentNumber === wanted.passport),
    ).toEqual([{ ...flag, messageDigest: expect.anything() }]);
  });

  test("whose booking is cancelled has no flag any more; on another flight it is another one", async () => {
    const wanted = await listed();
    await screening.send(fiji, passengerList([wanted]));
    const first = (await flagOf(wanted))!;
    const [answer] = await screening.send(fiji, passengerList([wanted], flight, "BGM+745+XR"));
    expect(screenedOf(answer).withdrawn).toEqual([first.id]);
    expect((await flagOf(wanted))?.state).toBe(FlagState.WITHDRAWN);
    await screening.send(fiji, passengerList([wanted], { ...flight, number: "ZZ0412" }));
    const standing = (await flags(officer, FlagState.DRAFT)).find(
      ({ documentNumber }) => documentNumber === wanted.passport,
    );
    expect(standing).toMatchObject({ flight: "ZZ412" });
    expect(standing?.id).not.toBe(first.id);
  });

  test("that is told and cancelled in one transmission has no flag; told after it was cancelled it has", async () => {
    const wanted = await listed();
    const told = passengerList([wanted], { ...flight, number: "ZZ0700" });
    const cancelled = passengerList([wanted], { ...flight, number: "ZZ0700" }, "BGM+745+XR");
    await screening.send(fiji, Buffer.concat([told, Buffer.from("\n"), cancelled]));
    expect(await flagOf(wanted)).toBeUndefined();
    await screening.send(fiji, Buffer.concat([cancelled, Buffer.from("\n"), told]));
    expect(await flagOf(wanted)).toMatchObject({ state: FlagState.DRAFT, flight: "ZZ700" });
  });

  test("that is cancelled while an officer dismisses the flag leaves no draft, whoever is quicker", async () => {
    for (let i = 0; i < 5; i++) {
      const wanted = await listed();
      await screening.send(fiji, passengerList([wanted]));
      const { id } = (await flagOf(wanted))!;
      await Promise.allSettled([
        decide(id, FlagDecision.DISMISS),
        screening.send(fiji, passengerList([wanted], flight, "BGM+745+XR")),
      ]);
      const state = (await flagOf(wanted))?.state;
      expect([FlagState.WITHDRAWN, FlagState.DISMISSED]).toContain(state);
    }
  });

  test("is found after a restart, from rows in which nobody can be read", async () => {
    const wanted = await listed();
    await screening.restart();
    await screening.send(fiji, passengerList([wanted]));
    expect(await flagOf(wanted)).toMatchObject({ state: FlagState.DRAFT });
    await screening.rows("checkpoint");
    for (const folder of [...screening.stores, screening.dataDir]) {
      expect(await filesWith(folder, [...surnames, "SEMISI", wanted.passport])).toEqual([]);
    }
  });
});

describe("a decision on a flag", () => {
  test("to dismiss it is made once, and recorded without a name", async () => {
    const wanted = await listed();
    const list = passengerList([wanted]);
    const [first] = await screening.send(fiji, list);
    const { id } = (await flagOf(wanted))!;
    const draft = { flag: id, state: FlagState.DRAFT };
    expect(screenedOf(first).messages).toMatchObject([{ hits: [draft] }]);
    const dismissed = await decide(id, FlagDecision.DISMISS);
    expect(dismissed).toMatchObject({
      state: FlagState.DISMISSED,
      decidedBy: "fj-officer",
      notice: "",
    });
    expect(await decide(id, FlagDecision.DISMISS, colleague)).toEqual(dismissed);
    // Who sends the message again is told how its flag stands now.
    const [again] = await screening.send(fiji, list);
    expect(screenedOf(again)).toMatchObject({
      repeated: true,
      messages: [{ hits: [{ flag: id, state: FlagState.DISMISSED }] }],
    });
    const refused = await refusalOf(decide(id, FlagDecision.CONFIRM, colleague));
    expect(refused.violations).toMatchObject([{ reason: "flag-decided" }]);
    const stored = await screening.hub.stored(`record.flag-decided.FJ.${id}`);
    expect(stored.map(recordOf)).toMatchObject([
      {
        principal: "fj-officer",
        facts: { flagDecided: { flag: id, decision: "dismissed", watchlist: "wanted" } },
      },
    ]);
    await screening.send(fiji, passengerList([wanted], flight, "BGM+745+CP"));
    expect(await flagOf(wanted)).toEqual(dismissed);
  });

  test("is made by the Member's own officers alone, of a flag that there is", async () => {
    const wanted = await listed();
    await screening.send(fiji, passengerList([wanted]));
    const { id } = (await flagOf(wanted))!;
    expect((await refusalOf(decide(id, FlagDecision.DISMISS, tongan))).code).toBe(5);
    expect((await refusalOf(decide("no-id", FlagDecision.DISMISS))).code).toBe(5);
    const unsaid = await refusalOf(decide(id, FlagDecision.UNSPECIFIED));
    expect(unsaid.violations).toMatchObject([{ reason: "flag-decision" }]);
    expect((await flagOf(wanted))?.state).toBe(FlagState.DRAFT);
  });

  test("to confirm it takes an identity of the Member's screening", async () => {
    const wanted = await listed();
    await screening.send(fiji, passengerList([wanted]));
    const { id } = (await flagOf(wanted))!;
    const refused = await refusalOf(decide(id, FlagDecision.CONFIRM));
    expect(refused.violations).toMatchObject([{ reason: "screening-identity" }]);
    expect((await flagOf(wanted))?.state).toBe(FlagState.DRAFT);
  });
});

describe("a list", () => {
  test("is replaced as a whole, and removed with its key: nobody is found by it any more", async () => {
    const [first, second] = [person(), person()];
    await importList(screening, officer, "replaced", [entryOf(first)]);
    const { watchlist } = await importList(screening, officer, "replaced", [entryOf(second)]);
    expect(watchlist).toMatchObject({
      id: "replaced",
      version: 2,
      entries: 1,
      importedBy: "fj-officer",
    });
    await screening.send(fiji, passengerList([first, second]));
    expect(await flagOf(first)).toBeUndefined();
    expect(await flagOf(second)).toBeDefined();
    const token = await screening.hub.token(colleague);
    const remove = () =>
      screening.service.call(WatchlistService.removeWatchlist, { id: "replaced" }, token);
    await remove();
    const { watchlists } = await screening.service.call(WatchlistService.listWatchlists, {}, token);
    expect(watchlists.map(({ id }) => id)).not.toContain("replaced");
    expect((await refusalOf(remove())).violations).toMatchObject([{ reason: "list-stands" }]);
    await screening.send(fiji, passengerList([second], { ...flight, number: "ZZ0999" }));
    expect((await flagOf(second))?.flight).toBe("ZZ410");
  });

  test("whose key is destroyed finds nobody, also when its row could not be removed; the next start does", async () => {
    const gone = person();
    await importList(screening, officer, "half-gone", [entryOf(gone)]);
    await screening.rows(`create function stays() returns trigger language plpgsql
      as $$ begin raise exception 'the row stays'; end $$`);
    await screening.rows(
      "create trigger stays before delete on watchlist for each row execute function stays()",
    );
    const token = await screening.hub.token(officer);
    const removing = screening.service.call(
      WatchlistService.removeWatchlist,
      { id: "half-gone" },
      token,
    );
    expect((await refusalOf(removing)).code).toBe(13);
    await screening.send(fiji, passengerList([gone]));
    expect(await flagOf(gone)).toBeUndefined();
    await screening.rows("drop function stays cascade");
    await screening.restart();
    const { watchlists } = await screening.service.call(WatchlistService.listWatchlists, {}, token);
    expect(watchlists.map(({ id }) => id)).not.toContain("half-gone");
  });

  test("more than a Member may have is refused by its rule, and another Member has its own", async () => {
    const refused = await refusalOf(
      (async () => {
        for (let i = 0; i <= 20; i++) {
          await importList(screening, tongan, `list-${i}`, [entryOf(person())]);
        }
      })(),
    );
    expect(refused.violations).toMatchObject([{ field: "id", reason: "list-count" }]);
    await importList(screening, tongan, "list-0", [entryOf(person())]);
    await importList(screening, officer, "another", [entryOf(person())]);
  });

  test("with entries that break rules is refused as a whole, by entry and rule and without a value", async () => {
    const entry = entryOf(person());
    const refused = await refusalOf(
      importList(screening, officer, "broken", [
        entry,
        entry,
        { ...entry, id: "a", names: [] },
        { ...entry, id: "b", birthDates: ["ZQ-1979"], sex: "man", nationalities: ["TON"] },
      ]),
    );
    expect(refused.violations.map(({ field, reason }) => [field, reason])).toEqual([
      ["entries[1].id", "entry-id"],
      ["entries[2].names", "entry-names"],
      ["entries[3].birth_dates", "entry-birth-dates"],
      ["entries[3].sex", "entry-sex"],
      ["entries[3].nationalities", "entry-nationalities"],
    ]);
    expect(JSON.stringify(refused)).not.toContain("ZQ");
    const nothing = await refusalOf(importList(screening, officer, "broken", []));
    expect(nothing.violations).toMatchObject([{ reason: "list-size" }]);
    const unnamed = await refusalOf(importList(screening, officer, "a.b", [entry]));
    expect(unnamed.violations).toMatchObject([{ reason: "list-id" }]);
  });
});
