import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { leastCost } from "../testing/cost.ts";
import { limits } from "./limits.ts";
import { screenTraveller } from "./screen-traveller.ts";
import { anyFacts, largestFacts } from "./testing/any-facts.ts";
import { compiled } from "./testing/compiled.ts";
import type { Facts } from "./vocabulary.ts";

/** true: hit, false: no hit, else the field that is missing. */
function answer(expression: string, facts: Facts): boolean | string {
  const { hits, unsaid } = screenTraveller([compiled(expression)], facts);
  return unsaid[0] ? `${unsaid[0].why} ${unsaid[0].field}` : hits.length > 0;
}

describe("a traveller who is screened", () => {
  const facts: Facts = {
    traveller: { age: 30, nationality: "TO" } as Facts["traveller"],
    itinerary: [{ from: "AKL", to: "NAN", class: "y" }] as unknown as Facts["itinerary"],
    bags: { pieces: 2, weight_kg: undefined } as Facts["bags"],
  };

  test("is hit by each profile that holds, with its version and reasons", () => {
    const profiles = [
      compiled("traveller.age == 30", "thirty"),
      compiled("traveller.age == 31", "older"),
      compiled("traveller.nationality in countries('neighbours')", "neighbour"),
    ];
    expect(screenTraveller(profiles, facts)).toEqual({
      hits: [
        { profile: "thirty", version: 1, reasons: ["route"] },
        { profile: "neighbour", version: 1, reasons: ["route"] },
      ],
      unsaid: [],
    });
  });

  test.each([
    ["traveller.residence == 'TO'", "missing traveller.residence"],
    ["agency.country == 'TO'", "missing agency"],
    ["bags.weight_kg > 10", "missing bags.weight_kg"],
    ["itinerary.exists(l, l.to_country == 'TO')", "missing itinerary[].to_country"],
    ["itinerary[1].from == 'AKL'", "missing itinerary[]"],
    ["itinerary.filter(l, l.from == 'AKL')[0].carrier == 'ZZ'", "missing itinerary[].carrier"],
    ["traveller.age / (traveller.age - 30) == 1", "failed "],
  ])("of whom too little is known is not hit, and the field is named: %s", (expression, field) => {
    expect(answer(expression, facts)).toBe(field);
  });

  test.each([
    ["bags.weight_kg > 10 || traveller.age == 30", true],
    ["traveller.age == 30 || bags.weight_kg > 10", true],
    ["bags.weight_kg > 10 && traveller.age == 31", false],
    ["traveller.age == 31 && bags.weight_kg > 10", false],
    ["itinerary.exists(l, l.to_country == 'TO' || l.to == 'NAN')", true],
    ["has(bags.weight_kg)", false],
    ["has(bags.weight_kg) ? bags.weight_kg > 10 : bags.pieces == 2", true],
    ["itinerary.exists(l, l.class == 'Y')", true],
  ])("is judged by what is known where that is enough: %s", (expression, hit) => {
    expect(answer(expression, facts)).toBe(hit);
  });

  test("costs only the profile that cannot say", () => {
    const profiles = [compiled("agency.country == 'TO'", "first"), compiled("traveller.age == 30")];
    expect(screenTraveller(profiles, facts)).toMatchObject({
      hits: [{ profile: "tried" }],
      unsaid: [{ profile: "first", why: "missing", field: "agency" }],
    });
  });

  test.each([
    ["itinerary.exists(l, l.from == 'AKL')", true],
    ["itinerary.size() > 20", true],
    ["itinerary.all(l, l.from == 'NAN')", false],
    ["itinerary.exists(l, l.from == 'NAN')", "missing itinerary[].from"],
    ["itinerary.all(l, l.from == 'AKL')", "missing itinerary[].from"],
    ["'XX' in route.countries", false],
    ["'C7' in route.countries", true],
  ])("is judged by what is seen of a list that is too long: %s", (expression, said) => {
    const legs = Array.from({ length: 31 }, () => ({ from: "AKL" }));
    const countries = Array.from({ length: 41 }, (_, at) => `C${at}`);
    const long = { itinerary: legs, route: { countries } } as unknown as Facts;
    expect(answer(expression, long)).toBe(said);
  });

  test("is judged the same whatever was asked before", () => {
    const profiles = ["agency.country == 'TO'", "traveller.age == 30"].map((text) =>
      compiled(text),
    );
    const alone = screenTraveller(profiles.slice(1), facts);
    screenTraveller(profiles, {});
    expect(screenTraveller(profiles, facts).hits).toEqual(alone.hits);
    expect(Error.stackTraceLimit).toBeGreaterThan(0);
  });

  const expressions = [
    "traveller.age < 20 || party.adults == 0",
    "itinerary.exists(l, l.from == route.first_country && l.hours_to_next > 10)",
    "documents.all(d, d.issuer == traveller.nationality)",
    "contacts.map(c, c.value).exists_one(v, v.contains('EXAMPLE'))",
    "bags.destinations.exists(place, !itinerary.exists(leg, leg.to == place))",
    "payments.filter(p, p.amount > 100.0).size() / party.size > 1",
    "history.countries[history.journeys] == 'TO' && timing.hours_booked * timing.hours_ticketed > 5",
  ];

  test("gets an answer from each profile, whoever it is", () => {
    const profiles = expressions.map((text, at) => compiled(text, `p${at}`));
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const { hits, unsaid } = screenTraveller(profiles, facts);
        expect(hits.length + unsaid.length).toBeLessThanOrEqual(profiles.length);
        for (const { why, field } of unsaid) {
          if (why === "missing") expect(field).toMatch(/^[a-z_]+(?:\[\])?(?:\.[a-z_]+)?(?:\[\])?$/);
        }
        expect(screenTraveller(profiles, facts)).toEqual({ hits, unsaid });
      }),
      { numRuns: 1_000 },
    );
  });

  test("holds up no one: the most costly profiles that are allowed take milliseconds for the largest traveller", () => {
    const costly = [
      "itinerary.all(a, itinerary.all(b, a.from == b.from && a.to == b.to))",
      "contacts.all(a, contacts.all(b, a.kind == b.kind))",
      "contacts.all(c, !c.value.contains('AAAAAAAAAAAAAAAAB'))",
      "itinerary.map(l, l.from)" + ".map(x, x + x)".repeat(8) + ".all(x, x.size() > 0)",
      "contacts.all(a, itinerary.all(b, documents.size() == 20 && a.kind == 'phone'))",
      "itinerary.all(a, itinerary.map(x, x.from) == itinerary.map(y, y.to))",
    ].map((text, at) => compiled(text, `costly-${at}`));
    for (const { cost } of costly) expect(cost).toBeGreaterThan(limits.cost / 4);
    screenTraveller(costly, largestFacts);
    const limit = 20 * costly.length;
    const all = leastCost(() => screenTraveller(costly, largestFacts), limit);
    expect(all).toBeLessThan(limit);
  });
});
