import { describe, expect, test } from "vitest";
import { leastCost } from "../testing/cost.ts";
import { messageOf } from "../testing/read.ts";
import { booking, pnrgov, push } from "../testing/samples.ts";
import { factsOfMessage } from "./facts/of-message.ts";
import { screenTraveller } from "./screen-traveller.ts";
import { compiled } from "./testing/compiled.ts";
import { compiledExample, exampleFiles } from "./testing/example-profiles.ts";

const countries: { readonly [airport: string]: string } = { AKL: "NZ", NAN: "FJ", SUV: "FJ" };
const surroundings = { countryOf: (airport: string) => countries[airport] };

const back = ["TVL+130326:1640:130326:2040+NAN+AKL+ZZ+0411:Y", "RPI+1+HK"];
const travelling = booking.flatMap((segment) =>
  segment.startsWith("RPI") ? [segment, ...back] : segment,
);
const flight = messageOf(
  pnrgov([...push, ...Array.from({ length: 200 }, () => travelling).flat()]),
);

describe("screening", () => {
  test("takes 200 profiles through a full flight at more than 500 travellers a second of one core", () => {
    const profiles = Array.from({ length: 20 }, () => exampleFiles.map(compiledExample)).flat();
    expect(profiles).toHaveLength(200);
    const screenAll = () =>
      factsOfMessage(flight, surroundings).map((facts) => screenTraveller(profiles, facts));
    for (let round = 0; round < 3; round++) screenAll();
    expect(screenAll()).toHaveLength(200);
    const cost = leastCost(screenAll, 400);
    console.info(
      `${Math.round(200_000 / cost)} travellers a second of one core, 200 profiles each`,
    );
    expect(cost).toBeLessThan(400);
  });

  test("goes through a booking of thousands as fast as through any", () => {
    const crowd = booking.flatMap((segment) =>
      segment.startsWith("TIF")
        ? Array.from({ length: 5_000 }, (_, at) => `TIF+NO${at}+ONE:A:${at}`)
        : segment,
    );
    const message = messageOf(pnrgov([...push, ...crowd]));
    const contacts = Array.from({ length: 5_000 }, () => message.bookings[0]!.contacts[0]!);
    const locators = Array.from({ length: 5_000 }, () => message.bookings[0]!.locators[0]!);
    const bookings = [{ ...message.bookings[0]!, contacts, locators }];
    const profiles = [
      compiled("timing.hours_booked > 1", "timing"),
      compiled("contacts.size() > 1", "contacts"),
      compiled("changes.contacts", "changes"),
    ];
    const before = () => ({
      traveller: message.travellers[0]!,
      booking: bookings[0]!,
      party: message.travellers,
    });
    const start = process.threadCpuUsage();
    const everyone = factsOfMessage({ ...message, bookings }, { ...surroundings, before });
    expect(everyone.length).toBeGreaterThanOrEqual(5_000);
    for (const facts of everyone) {
      const { hits, unsaid } = screenTraveller(profiles, facts);
      expect(hits.map(({ profile }) => profile)).toEqual(["timing", "contacts"]);
      expect(unsaid.map(({ field }) => field)).toEqual(["changes"]);
    }
    const { user, system } = process.threadCpuUsage(start);
    expect((user + system) / 1_000_000).toBeLessThan(20);
  });
});
