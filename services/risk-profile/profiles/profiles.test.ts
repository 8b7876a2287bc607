import { createHash } from "node:crypto";
import {
  type Flag,
  FlagDecision,
  FlagService,
  type Profile,
  ProfileChange,
  ProfileService,
  type TryProfileResponse,
} from "@talanoa/contract/generated/talanoa.ts";
import { recordOf, refusalOf, type TokenOf } from "@talanoa/platform/testing/hub.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bookingPush, flight, passengerList, type Person } from "../testing/messages.ts";
import { ofAge } from "../testing/profiles.ts";
import { fiji, type RunningScreening, runScreening, screenedOf } from "../testing/run-screening.ts";

const officer: TokenOf = { participant: "FJ", principal: "fj-officer", roles: ["publisher"] };
const colleague: TokenOf = { participant: "FJ", principal: "fj-liaison", roles: ["liaison"] };
const tongan: TokenOf = { participant: "TO", principal: "to-officer", roles: ["publisher"] };

let screening: RunningScreening;
beforeAll(async () => {
  screening = await runScreening();
}, 300_000);
afterAll(() => screening?.[Symbol.asyncDispose]());

let people = 0;
function person(birth = "840229"): Person {
  people += 1;
  return { surname: "TAUFA", given: `SIONE${people}`, birth, passport: `T${5_000_000 + people}` };
}

async function save(profile: object, who = officer, more = {}): Promise<Profile> {
  const request = { profile: JSON.stringify(profile), grade: "C", ...more };
  const token = await screening.hub.token(who);
  return (await screening.service.call(ProfileService.saveProfile, request, token)).profile!;
}

async function change(
  { id, version }: Pick<Profile, "id" | "version">,
  change: ProfileChange,
  who = officer,
): Promise<Profile> {
  const token = await screening.hub.token(who);
  const request = { id, version, change };
  return (await screening.service.call(ProfileService.changeProfile, request, token)).profile!;
}

async function tryOut(profile: string): Promise<TryProfileResponse> {
  const token = await screening.hub.token(officer);
  return screening.service.call(ProfileService.tryProfile, { profile }, token);
}

async function activate(profile: object): Promise<Profile> {
  const saved = await save(profile);
  await change(saved, ProfileChange.PROPOSE);
  return change(saved, ProfileChange.ACTIVATE, colleague);
}

async function flagsOf({ passport }: Person): Promise<Flag[]> {
  const token = await screening.hub.token(officer);
  const { flags } = await screening.service.call(FlagService.listFlags, { limit: 500 }, token);
  return flags.filter(({ documentNumber }) => documentNumber === passport);
}

describe("a profile", () => {
  test("screens once another person than its writer has activated it, and gives a flag with its reasons", async () => {
    const saved = await save(ofAge("thirties", 34), officer, { grade: "B" });
    expect(saved).toMatchObject({
      id: "thirties",
      version: 1,
      state: "draft",
      savedBy: "fj-officer",
    });
    await change(saved, ProfileChange.PROPOSE);
    const alone = await refusalOf(change(saved, ProfileChange.ACTIVATE));
    expect(alone.violations).toMatchObject([{ reason: "same-person" }]);
    const early = person("910601");
    await screening.send(fiji, passengerList([early]));
    expect(await flagsOf(early)).toEqual([]);
    const active = await change(saved, ProfileChange.ACTIVATE, colleague);
    expect(active).toMatchObject({ state: "active", activatedBy: "fj-liaison" });
    const [found, other] = [person("910601"), person("800601")];
    const [answer] = await screening.send(fiji, passengerList([found, other]));
    expect(screenedOf(answer).messages[0]?.hits).toMatchObject([
      { profile: "thirties", grade: "B" },
    ]);
    expect(await flagsOf(found)).toMatchObject([
      { profile: "thirties", sourceVersion: 1, watchlist: "", reasons: ["route"], grade: "B" },
    ]);
    expect(await flagsOf(other)).toEqual([]);
  });

  test("that is replaced or retired finds nobody more; active ones screen on after a restart", async () => {
    const first = await activate(ofAge("fifties", 55));
    const second = await activate(ofAge("fifties", 56));
    expect(second.version).toBe(2);
    await screening.restart();
    const [of55, of56] = [person("700601"), person("690601")];
    await screening.send(fiji, passengerList([of55, of56]));
    expect(await flagsOf(of55)).toEqual([]);
    expect(await flagsOf(of56)).toMatchObject([{ profile: "fifties", sourceVersion: 2 }]);
    const again = await refusalOf(change(first, ProfileChange.RETIRE));
    expect(again.violations).toMatchObject([{ reason: "wrong-state" }]);
    await change(second, ProfileChange.RETIRE, colleague);
    const late = person("690601");
    await screening.send(fiji, passengerList([late]));
    expect(await flagsOf(late)).toEqual([]);
  });

  test("that is not right is refused by field and rule, and kept in no version", async () => {
    const wrong = { ...ofAge("wrong", 30), expression: "traveller.shoe_size > 44" };
    const refused = await refusalOf(save(wrong));
    expect(refused.violations).toMatchObject([
      { field: "profile.expression", reason: "unknown-field" },
    ]);
    const hit = ofAge("wrong", 30) as { examples: { hits: boolean }[] };
    hit.examples.reverse();
    hit.examples.forEach((example) => (example.hits = !example.hits));
    expect((await refusalOf(save(hit))).violations[0]).toMatchObject({ reason: "example" });
    expect(
      (await refusalOf(save(ofAge("wrong", 30), officer, { grade: "E" }))).violations,
    ).toMatchObject([{ reason: "flag-grade" }]);
    const token = await screening.hub.token(officer);
    const { profiles } = await screening.service.call(
      ProfileService.listProfiles,
      { id: "wrong" },
      token,
    );
    expect(profiles).toEqual([]);
  });

  test("that cannot say of travellers is told to who sends the message, with what was missing", async () => {
    await activate({
      id: "many-bags",
      title: "Many bags",
      expression: "bags.pieces > 9",
      reasons: ["baggage"],
      examples: [
        { title: "Ten", hits: true, facts: { bags: { pieces: 10 } } },
        { title: "One", hits: false, facts: { bags: { pieces: 1 } } },
      ],
    });
    const list = passengerList([person(), person()]);
    const [answer, again] = await screening.send(fiji, list, list);
    for (const each of [answer, again]) {
      expect(screenedOf(each).messages[0]!.unsaid).toContainEqual({
        profile: "many-bags",
        travellers: 2,
        fields: ["bags"],
      });
    }
  });

  test("is its Member's own", async () => {
    const saved = await save(ofAge("own", 41));
    expect((await refusalOf(change(saved, ProfileChange.PROPOSE, tongan))).code).toBe(5);
    const token = await screening.hub.token(tongan);
    const { profiles } = await screening.service.call(ProfileService.listProfiles, {}, token);
    expect(profiles).toEqual([]);
    expect((await refusalOf(save(ofAge("own", 41), fiji))).code).toBe(7);
  });

  test("is tried over the messages that are held, which is recorded, and raises no flag", async () => {
    const those = Array.from({ length: 15 }, () => person("490601"));
    await screening.send(fiji, passengerList([...those, person("800601")]));
    // Told of twice, each is one traveller.
    await screening.send(fiji, passengerList(those, flight, "BGM+745+CP"));
    const profile = JSON.stringify(ofAge("tried", 76));
    const tried = await tryOut(profile);
    expect(tried).toMatchObject({ hits: 15 });
    expect(tried.travellers).toBeGreaterThanOrEqual(16);
    expect(tried.cost).toBeGreaterThan(0);
    expect(await flagsOf(those[0]!)).toEqual([]);
    const { messages, travellers } = tried;
    const digest = createHash("sha256").update(profile).digest();
    expect((await screening.hub.stored("record.profile-tried")).map(recordOf)).toMatchObject([
      {
        participant: "FJ",
        principal: "fj-officer",
        facts: { profileTried: { participant: "FJ", digest, messages, travellers, hits: 15 } },
      },
    ]);
  });

  test("that is tried finds nobody out: one who is looked for is told as anyone who is not there", async () => {
    const who = person("330601");
    await screening.send(fiji, passengerList([who]));
    const looksFor = (number: string) => {
      const example = (its: string) => ({ documents: [{ number: its }] });
      return tryOut(
        JSON.stringify({
          id: "one-person",
          title: "One person",
          expression: `documents.exists(d, d.number == "${number}")`,
          reasons: ["document"],
          examples: [
            { title: "That one", hits: true, facts: example(number) },
            { title: "Another", hits: false, facts: example("X1") },
          ],
        }),
      );
    };
    expect(await looksFor(who.passport)).toEqual(await looksFor("T9999999"));
  });

  test("sees earlier journeys of the same person, and of nobody else", async () => {
    await activate({
      id: "often",
      title: "Came before",
      expression: "history.journeys >= 2 && history.days_since_last < 30",
      reasons: ["history"],
      examples: [
        { title: "Twice", hits: true, facts: { history: { journeys: 2, days_since_last: 5 } } },
        { title: "Once", hits: false, facts: { history: { journeys: 1, days_since_last: 5 } } },
      ],
    });
    const [often, once] = [person(), person()];
    for (const day of ["260301", "260305"]) {
      await screening.send(fiji, passengerList([often], { ...flight, day }));
    }
    await screening.send(fiji, passengerList([once], { ...flight, day: "260305" }));
    await screening.send(fiji, passengerList([often, once], { ...flight, day: "260311" }));
    expect(await flagsOf(often)).toMatchObject([
      { profile: "often", departure: "2026-03-11T13:30" },
    ]);
    expect(await flagsOf(once)).toEqual([]);
  });

  test("sees what came of earlier journeys: flags that stand, and not those that were dismissed", async () => {
    await activate({
      id: "flagged-before",
      title: "Flagged before",
      expression: "history.flags >= 1 && history.confirmed == 0",
      reasons: ["history"],
      examples: [
        { title: "Flagged", hits: true, facts: { history: { flags: 1, confirmed: 0 } } },
        { title: "Never", hits: false, facts: { history: { flags: 0, confirmed: 0 } } },
      ],
    });
    await activate(ofAge("eighties", 81));
    const [flagged, dismissed] = [person("440601"), person("440601")];
    await screening.send(fiji, passengerList([flagged, dismissed], { ...flight, day: "260301" }));
    const [{ id }] = (await flagsOf(dismissed)) as [Flag];
    const token = await screening.hub.token(officer);
    const decided = { id, decision: FlagDecision.DISMISS };
    await screening.service.call(FlagService.decideFlag, decided, token);
    await screening.send(fiji, passengerList([flagged, dismissed], flight));
    const found = async (who: Person) =>
      (await flagsOf(who)).filter(({ profile }) => profile === "flagged-before");
    expect(await found(flagged)).toMatchObject([{ departure: "2026-03-11T13:30" }]);
    expect(await found(dismissed)).toEqual([]);
  });

  test("sees what changed since the push before, also when a transmission has both, over a restart", async () => {
    await activate({
      id: "paid-otherwise",
      title: "Another payment than before",
      expression: "changes.payments && !changes.itinerary && changes.travellers_added == 0",
      reasons: ["payment"],
      examples: [
        {
          title: "Another card",
          hits: true,
          facts: { changes: { payments: true, itinerary: false, travellers_added: 0 } },
        },
        { title: "The same card", hits: false, facts: { changes: { payments: false } } },
      ],
    });
    const hitsOf = async (...transmissions: Buffer[]) =>
      (await screening.send(fiji, ...transmissions)).map((answer) =>
        screenedOf(answer).messages.map(({ hits }) => hits.map(({ profile }) => profile)),
      );
    const pushOf = (card: string, locator: string, who = person()) =>
      bookingPush(who, card, locator);
    const who = person();
    expect(await hitsOf(pushOf("4111111111111111", "CHANG1", who))).toEqual([[[]]]);
    // The list between the pushes says nothing of the booking.
    await screening.send(fiji, passengerList([who]));
    await screening.restart();
    const again = Buffer.from(pushOf("4111111111111111", "CHANG1", who).toString() + "\n");
    expect(await hitsOf(again)).toEqual([[[]]]);
    expect(await hitsOf(pushOf("4929123456789019", "CHANG1", who))).toEqual([[["paid-otherwise"]]]);
    const other = person();
    const both = Buffer.concat([
      pushOf("4111111111111111", "CHANG2", other),
      pushOf("4929123456789019", "CHANG2", other),
    ]);
    expect(await hitsOf(both)).toEqual([[[], ["paid-otherwise"]]]);
  });
});

describe("a Member's country groups", () => {
  const fromGroup = {
    id: "from-afar",
    title: "Nationals of a group",
    expression: 'traveller.nationality in countries("far-away")',
    reasons: ["route"],
    examples: [
      { title: "One of them", hits: true, facts: { traveller: { nationality: "TO" } } },
      { title: "Another", hits: false, facts: { traveller: { nationality: "FJ" } } },
    ],
  };
  const set = async (groups: unknown, who = officer) => {
    const token = await screening.hub.token(who);
    const request = { groups: JSON.stringify(groups) };
    return (await screening.service.call(ProfileService.setCountryGroups, request, token)).groups!;
  };

  test("are recorded, and are in the profiles that are saved from then on, over a restart too", async () => {
    expect((await refusalOf(save(fromGroup))).violations).toMatchObject([
      { field: "profile.expression", reason: "unknown-group" },
    ]);
    const first = await set({ "far-away": ["TO", "NU"] });
    expect(first).toMatchObject({ version: 1, setBy: "fj-officer" });
    const records = (await screening.hub.stored("record.country-groups-changed")).map(recordOf);
    expect(records).toMatchObject([
      {
        participant: "FJ",
        principal: "fj-officer",
        facts: { countryGroupsChanged: { participant: "FJ", version: 1 } },
      },
    ]);
    expect(await activate(fromGroup)).toMatchObject({ countryGroups: 1, state: "active" });
    // What screens was activated by two persons: what one of them sets later does not change it.
    expect(await set({ elsewhere: ["NZ"] })).toMatchObject({ version: 2 });
    await screening.restart();
    const found = person();
    await screening.send(fiji, passengerList([found]));
    expect(await flagsOf(found)).toMatchObject([{ profile: "from-afar" }]);
    expect((await refusalOf(save(fromGroup))).violations).toMatchObject([
      { reason: "unknown-group" },
    ]);
  });

  test("that are not right are refused by field and rule; another Member has its own", async () => {
    expect((await refusalOf(set({ "far-away": ["TO", "XX"] }))).violations).toMatchObject([
      { field: "groups.far-away[1]" },
    ]);
    const token = await screening.hub.token(tongan);
    const { groups } = await screening.service.call(ProfileService.getCountryGroups, {}, token);
    expect(groups).toBeNull();
    expect((await refusalOf(set({}, fiji))).code).toBe(7);
  });
});
