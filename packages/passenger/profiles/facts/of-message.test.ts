import { describe, expect, test } from "vitest";
import { messageOf } from "../../testing/read.ts";
import { booking, flight, passenger, paxlst, pnrgov, push } from "../../testing/samples.ts";
import { screenTraveller } from "../screen-traveller.ts";
import { compiled } from "../testing/compiled.ts";
import type { Facts } from "../vocabulary.ts";
import { factsOfMessage } from "./of-message.ts";
import type { Surroundings } from "./surroundings.ts";

const countries: { readonly [airport: string]: string } = {
  AKL: "NZ",
  NAN: "FJ",
  SUV: "FJ",
  SYD: "AU",
  TBU: "TO",
};
const surroundings: Surroundings = { countryOf: (airport) => countries[airport] };

function factsOf(text: string, more: Partial<Surroundings> = {}): Facts {
  const [facts] = factsOfMessage(messageOf(text), { ...surroundings, ...more });
  return facts!;
}

const replaced = (from: string, ...to: string[]) =>
  booking.flatMap((segment) => (segment.startsWith(from) ? to : segment));

describe("what profiles see of a PAXLST", () => {
  const facts = factsOf(paxlst([...flight, ...passenger]));

  test("is the traveller with document and bags", () => {
    expect(facts.traveller).toEqual({
      role: "passenger",
      type: undefined,
      age: 42,
      nationality: "TO",
      residence: "TO",
      verified: true,
      frequent_flyer: false,
    });
    expect(facts.documents).toEqual([
      {
        type: "P",
        number: "T0011223",
        issuer: "TO",
        nationality: undefined,
        days_valid: 1877,
        days_since_issue: 1774,
      },
    ]);
    expect(facts.bags).toEqual({
      pieces: 2,
      weight_kg: 31,
      tags: 2,
      pooled: false,
      destinations: [],
    });
    expect(facts.contacts).toEqual([
      { kind: "phone", value: "6795550177" },
      { kind: "email", value: "SIONE@EXAMPLE.COM" },
    ]);
  });

  test("is the flight, at the border", () => {
    expect(facts.flight).toEqual({
      carrier: "ZZ",
      number: "410",
      from: "AKL",
      from_country: "NZ",
      to: "NAN",
      to_country: "FJ",
      departure_hour: 13,
      arrival_hour: 16,
      arrival_weekday: 3,
    });
  });

  test("is nothing of a booking, which it does not have", () => {
    const { booking, itinerary, route, payments, agency, party, changes, history } = facts;
    expect([booking, itinerary, route, payments, agency, party, changes, history]).toEqual(
      Array.from({ length: 8 }, () => undefined),
    );
  });
});

describe("what profiles see of a PNRGOV", () => {
  const facts = factsOf(pnrgov([...push, ...booking]));

  test("is the booking with its agency, payments and party", () => {
    expect(facts.booking).toMatchObject({ travellers: 1, split: false, hotel: false, changes: 0 });
    expect(facts.agency).toEqual({
      type: "T",
      number: "12345678",
      office: "SUVZZ0100",
      city: "SUV",
      country: "FJ",
    });
    expect(facts.payments).toEqual([
      { method: "card", form: "CC", amount: 590, other_payer: true },
    ]);
    expect(facts.party).toEqual({
      size: 1,
      adults: 1,
      children: 0,
      infants: 0,
      nationalities: ["TO"],
    });
    expect(facts.bags).toMatchObject({ pieces: 2, weight_kg: 31, tags: 2, destinations: ["NAN"] });
  });

  test("is the time until the flight leaves, its local time taken to UTC", () => {
    // Auckland is 13 hours ahead in March: 13:30 there is 00:30 UTC on 11 March.
    expect(facts.timing).toEqual({
      hours_booked: 68 * 24 - 10,
      hours_ticketed: 5 * 24 + 13,
      hours_changed: 5 * 24 + 13,
    });
  });

  test("is a route of one way, until it leads back", () => {
    expect(facts.route).toMatchObject({ legs: 1, one_way: true, countries: ["NZ", "FJ"] });
    expect(facts.route?.stay_hours).toBeUndefined();
    const back = "TVL+130326:1640:130326:2040+NAN+AKL+ZZ+0411:Y";
    const returning = factsOf(pnrgov([...push, ...replaced("RPI", "RPI+1+HK", back, "RPI+1+HK")]));
    expect(returning.route).toEqual({
      legs: 2,
      one_way: false,
      first_country: "NZ",
      last_country: "NZ",
      countries: ["NZ", "FJ"],
      stay_hours: 48,
    });
    expect(returning.itinerary?.[0]).toMatchObject({ from: "AKL", class: "Y", hours_to_next: 48 });
  });

  test("is the same with meals, wheelchairs and remarks, and whatever the name and the sex", () => {
    const special = [
      "SSR+MOML:HK:1:ZZ",
      "SSR+WCHR:HK:1:ZZ",
      "SSR+OTHS:HK:1:ZZ:::::TRAVELS TO A PLACE OF WORSHIP",
    ];
    const other = replaced("SSR+CTCM", ...special, "SSR+CTCM:HK:1:ZZ:::::6795550177").map(
      (segment) => segment.replace("/M/", "/F/").replaceAll("SIONE", "MELE"),
    );
    const seen = (facts: Facts) => [
      facts.traveller,
      facts.documents,
      facts.booking,
      facts.itinerary,
      facts.party,
    ];
    expect(seen(factsOf(pnrgov([...push, ...other])))).toEqual(seen(facts));
  });

  test("is no less for more legs, contacts and payments than a profile looks at", () => {
    const many = (segment: string, length: number) => Array.from({ length }, () => segment);
    const padded = replaced(
      "RPI",
      "RPI+1+HK",
      ...many("TVL+130326:1640:130326:2040+NAN+AKL+ZZ+0411:Y", 40),
    ).flatMap((segment) => {
      if (segment.startsWith("ADD")) return [segment, ...many("ADD++700:1 ROAD:NADI:::FJ", 60)];
      return segment.startsWith("FOP") ? [segment, ...many("FOP+CA::1.00", 30)] : segment;
    });
    const before = messageOf(pnrgov([...push, ...booking]));
    const sent = factsOf(pnrgov([...push, ...padded]), {
      before: () => ({
        traveller: before.travellers[0]!,
        booking: before.bookings[0]!,
        party: before.travellers,
      }),
    });
    expect(sent.timing).toEqual(facts.timing);
    expect(sent.changes).toMatchObject({ itinerary: true, contacts: true, payments: true });
    const profiles = [
      "contacts.exists(c, c.value == '6795550177')",
      "payments.exists(p, p.method == 'card') && payments.exists(p, p.method == 'cash')",
      "itinerary.exists(l, l.from == 'AKL')",
      "timing.hours_ticketed < 200",
    ].map((text) => compiled(text, text));
    const { hits } = screenTraveller(profiles, sent);
    expect(hits).toHaveLength(profiles.length);
  });

  test("is what changed since the push before", () => {
    const before = messageOf(pnrgov([...push, ...booking]));
    const now = messageOf(
      pnrgov([
        ...push,
        ...replaced("TVL", "TVL+110326:1330::1640+AKL+NAN+ZZ+0412:Y").map((segment) =>
          segment.replace("SUVZZ0100", "SUVZZ0999").replace("T0011223", "T0099887"),
        ),
      ]),
    );
    const [facts] = factsOfMessage(now, {
      ...surroundings,
      before: () => ({
        traveller: before.travellers[0]!,
        booking: before.bookings[0]!,
        party: [],
      }),
    });
    expect(facts!.changes).toEqual({
      itinerary: true,
      documents: true,
      contacts: false,
      payments: false,
      agency: true,
      travellers_added: 1,
      travellers_removed: 0,
    });
  });

  test("is the history that the caller gives", () => {
    const history = { journeys: 3 } as Facts["history"];
    expect(factsOf(pnrgov([...push, ...booking]), { history: () => history }).history).toBe(
      history,
    );
  });
});
