import { SectionType } from "@talanoa/contract/generated/talanoa.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { countryNames } from "../codes/countries.ts";
import { compose } from "./compose.ts";
import { parseDraft } from "./draft.ts";
import { openNotice, sectionOf } from "./open.ts";
import { revisedContent } from "./revise.ts";
import { fullRiskFlag, now, sealContent, sealDraft, steadyBytes } from "./testing/sample-notice.ts";
import { validateNotice } from "./validate.ts";

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;
const arrival = Date.UTC(2026, 0, 20);

type Sample = ReturnType<typeof fullRiskFlag>;

/** The sample with other fields, in itself and in its flag. */
function draftWith(fields: object, flag: Partial<Sample["risk_flag"]> = {}): object {
  const sample = fullRiskFlag();
  return { ...sample, ...fields, risk_flag: { ...sample.risk_flag, ...flag } };
}

async function rulesBroken(draft: object): Promise<[field: string, rule: string][]> {
  const { violations } = validateNotice(openNotice(await sealDraft(draft)), { now });
  return violations.map(({ field, rule }) => [field, rule]);
}

describe("a risk flag", () => {
  test("has its airports by their IATA codes too, its grade by the hub's scheme, and the arrival as its time", () => {
    const { sections, eventAt } = compose(
      parseDraft(draftWith({}, { departs: "akl", arrives: "NAN", flight: "zz 410", grade: "b" })),
      "NZ",
    );
    expect(sections.find(({ type }) => type === SectionType.RISK_FLAG)?.body).toMatchObject({
      departs: "NZAKL",
      arrives: "FJNAN",
      flight: "ZZ410",
      grade: "B",
      scheme: "talanoa",
      arrivesAt: arrival,
    });
    expect(eventAt).toBe(arrival);
  });

  test("with an airport that nobody knows is refused at that field", async () => {
    expect(await rulesBroken(draftWith({}, { departs: "QQQ" }))).toEqual([
      ["risk_flag.departs", "unlocode-form"],
    ]);
  });

  test("expires 72 hours after the arrival unless it says otherwise, and within 30 days", async () => {
    expect(openNotice(await sealDraft(fullRiskFlag())).header.expiresAt).toBe(arrival + 3 * DAY);
    const hours = fc.integer({ min: 1, max: 60 * 24 });
    await fc.assert(
      fc.asyncProperty(hours, async (after) => {
        const expires = new Date(arrival + after * HOUR).toISOString();
        const expected = after <= 30 * 24 ? [] : [["expires", "flag-expiry"]];
        expect(await rulesBroken(draftWith({ expires }))).toEqual(expected);
      }),
      { numRuns: 100 },
    );
  });

  test("that comes too late is not taken", async () => {
    const late = draftWith({}, { arrives_at: "2026-01-10T05:30Z", flight_date: "2026-01-09" });
    expect(await rulesBroken(late)).toEqual([["expires", "expiry-after-issue"]]);
  });

  test("goes to whom its travellers reach and to nobody else, whatever the itinerary", async () => {
    const code = fc.constantFrom(...Object.keys(countryNames));
    await fc.assert(
      fc.asyncProperty(
        fc.array(code, { maxLength: 6 }),
        fc.uniqueArray(code, { minLength: 1, maxLength: 8 }),
        async (onward, participants) => {
          const flag = { onward: onward.map((country) => `${country}AAA`) };
          const reached = new Set(["PF", "FJ", ...onward]);
          const strangers = participants.flatMap((each, i) =>
            reached.has(each) ? [] : [[`audience.participants[${i}]`, "flag-itinerary"]],
          );
          const draft = draftWith({ audience: { participants } }, flag);
          expect(await rulesBroken(draft)).toEqual(strangers);
        },
      ),
      { numRuns: 100 },
    );
  });

  test.each([
    ["sub-regions", { sub_regions: ["polynesia"] }, "audience.sub_regions"],
    ["a joint operation", { operations: ["FJ-SEA"] }, "audience.operations"],
  ])("is not addressed to %s", async (_, audience, field) => {
    expect(await rulesBroken(draftWith({ audience }))).toEqual([[field, "flag-audience"]]);
  });

  test("of a watchlist has no version of a profile", async () => {
    const { profile_version: _, ...flag } = fullRiskFlag().risk_flag;
    const listed = { ...flag, profile: "watchlist", reasons: ["name-match"] };
    expect(await rulesBroken({ ...fullRiskFlag(), risk_flag: listed })).toEqual([]);
    expect(await rulesBroken(draftWith({}, { profile: "watchlist" }))).toEqual([
      ["risk_flag.profile_version", "flag-profile-version"],
    ]);
  });

  test("gives none as a number of bags, which is not the same as not known", async () => {
    const [passenger] = fullRiskFlag().passengers;
    const bagsOf = async (bags?: number) => {
      const { bags: __, ...rest } = passenger!;
      const passengers = [{ ...rest, ...(bags !== undefined && { bags }) }];
      const notice = openNotice(await sealDraft({ ...fullRiskFlag(), passengers }));
      return sectionOf(notice, SectionType.PASSENGERS)?.passengers[0]?.bags;
    };
    expect([await bagsOf(0), await bagsOf()]).toEqual([0, null]);
  });

  test("is withdrawn by a version without passengers that is soon gone", async () => {
    const first = openNotice(await sealDraft(fullRiskFlag()));
    const follows = { version: 2, previousDigest: first.digest, revision: 1 } as const;
    const withdrawn = async (changes: object) => {
      const content = revisedContent(first, { risk_flag: { withdrawn: true }, ...changes });
      const random = steadyBytes("second");
      const second = openNotice(await sealContent(content, { ...follows, random }));
      return validateNotice(second, { now }).violations.map(({ rule }) => rule);
    };
    const soon = new Date(now + HOUR).toISOString();
    const later = new Date(now + HOUR + 1000).toISOString();
    expect(await withdrawn({ passengers: null, expires: soon })).toEqual([]);
    expect(await withdrawn({ passengers: null, expires: later })).toEqual(["flag-withdrawn"]);
    expect(await withdrawn({ passengers: null })).toEqual(["flag-withdrawn"]);
    expect(await withdrawn({ expires: soon })).toEqual(["flag-withdrawn"]);
  });
});
