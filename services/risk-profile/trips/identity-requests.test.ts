import { Purpose, type Trip, TripService } from "@talanoa/contract/generated/talanoa.ts";
import { recordOf, refusalOf, type TokenOf } from "@talanoa/platform/testing/hub.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { flight, passengerList } from "../testing/messages.ts";
import { fiji, type RunningScreening, runScreening } from "../testing/run-screening.ts";

const DAY = 86_400_000;
const officer: TokenOf = { participant: "FJ", principal: "fj-officer", roles: ["publisher"] };
const colleague: TokenOf = { participant: "FJ", principal: "fj-liaison", roles: ["liaison"] };
const tongan: TokenOf = { participant: "TO", principal: "to-officer", roles: ["publisher"] };
const someone = { surname: "ZQTAUFA", given: "SIONE", birth: "840229", passport: "ZQ6000001" };
const day = new Date().toISOString().slice(0, 10);
const today = { ...flight, day: day.slice(2).replaceAll("-", "") };

let screening: RunningScreening;
beforeAll(async () => {
  screening = await runScreening();
  await screening.send(fiji, passengerList([someone], today));
}, 300_000);
afterAll(() => screening?.[Symbol.asyncDispose]());

async function trips(who: TokenOf): Promise<Trip[]> {
  const token = await screening.hub.token(who);
  const asked = { flight: "ZZ410", day };
  return (await screening.service.call(TripService.listTrips, asked, token)).trips;
}

async function ask(who: TokenOf, trip: string, caseNumber = "FJ-2026-7") {
  const token = await screening.hub.token(who);
  const asked = { trip, purpose: Purpose.CASE_WORK, caseNumber };
  return await screening.service.call(TripService.askIdentity, asked, token);
}

async function grant(who: TokenOf, request: string) {
  const token = await screening.hub.token(who);
  return await screening.service.call(TripService.grantIdentity, { request }, token);
}

describe("who travelled", () => {
  test("is shown to two persons together, after a record of it, also when no link to it is left", async () => {
    screening.ahead = 220 * DAY;
    const [trip, ...others] = await trips(officer);
    expect(others).toEqual([]);
    // The list says nothing of bags, which is not that there are none.
    expect(trip!.bags).toBeNull();
    expect(JSON.stringify(trip)).not.toContain("ZQ");
    const { request, identity } = await ask(officer, trip!.id);
    expect(identity).toBeNull();
    expect((await refusalOf(grant(officer, request))).violations).toMatchObject([
      { reason: "second-person" },
    ]);
    expect((await ask(officer, trip!.id)).identity).toBeNull();
    const shown = {
      surname: someone.surname,
      givenNames: someone.given,
      birthDate: "1984-02-29",
      documentNumbers: [someone.passport],
    };
    expect((await grant(colleague, request)).identity).toMatchObject(shown);
    expect(await ask(officer, trip!.id)).toMatchObject({ request, identity: shown });
    const stored = await screening.hub.stored(`record.reidentified.FJ.${request}`);
    expect(stored.map(recordOf)).toMatchObject([
      {
        principal: "fj-liaison",
        facts: { reidentified: { askedBy: "fj-officer", caseNumber: "FJ-2026-7" } },
      },
    ]);
    await grant(colleague, request);
    expect(await screening.hub.stored("record.reidentified.>")).toHaveLength(1);
    // For another case it is asked anew, and granted and recorded for itself.
    const other = await ask(officer, trip!.id, "FJ-2026-8");
    expect(other.identity).toBeNull();
    expect(other.request).not.toBe(request);
    expect(await ask(officer, trip!.id)).toMatchObject({ request, identity: shown });
    await grant(colleague, other.request);
    expect(await ask(officer, trip!.id, "FJ-2026-8")).toMatchObject({ identity: shown });
    expect(await screening.hub.stored("record.reidentified.>")).toHaveLength(2);
    // Two days later it must be asked and granted anew.
    screening.ahead += 2 * DAY;
    expect((await ask(officer, trip!.id)).identity).toBeNull();
    expect((await refusalOf(grant(colleague, request))).violations).toMatchObject([
      { reason: "request-stands" },
    ]);
  });

  test("is not asked without a case, nor by another Member, and is gone with the trip's years", async () => {
    const [trip] = await trips(officer);
    expect((await refusalOf(ask(officer, trip!.id, " "))).violations).toMatchObject([
      { reason: "case-number" },
    ]);
    expect(await trips(tongan)).toEqual([]);
    expect((await refusalOf(ask(tongan, trip!.id))).code).toBe(5);
    expect((await refusalOf(trips(fiji))).code).toBe(7);
    screening.ahead = 1_900 * DAY;
    await expect
      .poll(async () => screening.rows("select 1 from trip"), { timeout: 60_000 })
      .toEqual([]);
    expect((await refusalOf(ask(officer, trip!.id))).violations).toMatchObject([
      { reason: "trip-stands" },
    ]);
  });
});
