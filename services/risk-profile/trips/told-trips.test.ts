import type { PassengerMessage } from "@talanoa/passenger/model/message.ts";
import { expect, test } from "vitest";
import { readTransmission } from "../screen/read-transmission.ts";
import { bookingPush, cancelledPush, flight, passengerList } from "../testing/messages.ts";
import { toldTrips } from "./told-trips.ts";

const someone = { surname: "ZQTAUFA", given: "SIONE", birth: "840229", passport: "ZQ6200001" };
const card = "4111111111111111";

async function read(...transmissions: Buffer[]): Promise<PassengerMessage[]> {
  const all = await Promise.all(transmissions.map((bytes) => readTransmission(bytes)));
  return all.flatMap(({ messages }) => messages);
}

const surnames = (messages: readonly PassengerMessage[]): string[] =>
  [...toldTrips(messages).told.values()].map(({ identity }) => identity.name.surname);

test("what is cancelled after it was told is not told, and told after that it is", async () => {
  const [told, other] = [bookingPush(someone, card), bookingPush(someone, card, "OTHER1")];
  const [cancelled, off] = [cancelledPush(), passengerList([], flight, "BGM+745+XF")];
  expect(surnames(await read(told, other))).toHaveLength(2);
  expect(surnames(await read(told, other, cancelled))).toHaveLength(1);
  expect(surnames(await read(told, cancelled, told))).toHaveLength(1);
  expect(surnames(await read(told, other, off))).toEqual([]);
  expect(toldTrips(await read(told, off)).journeys.size).toBe(0);
  expect(toldTrips(await read(off, told)).journeys.size).toBe(1);
  const changes = toldTrips(await read(told, cancelled, off));
  expect([changes.cancelled.size, changes.cancelledFlights.size]).toEqual([1, 1]);
});

test("as many cancelled PNRs as there may be take no longer by what was told", async () => {
  const [push] = (await read(bookingPush(someone, card))) as [PassengerMessage];
  const [booking, traveller] = [push.bookings[0]!, push.travellers[0]!];
  const many = Array.from({ length: 20_000 }, (_, n) => n);
  const located = (n: number, cancelled: boolean) => ({
    ...booking,
    cancelled,
    locators: [{ carrier: "ZZ", number: `${cancelled ? "C" : "T"}${n}` }],
  });
  const full = {
    ...push,
    bookings: many.map((n) => located(n, false)),
    travellers: many.map((n) => ({ ...traveller, booking: n })),
  };
  const gone = { ...push, bookings: many.map((n) => located(n, true)), travellers: [] };
  const began = performance.now();
  const { told, cancelled } = toldTrips([full, gone]);
  expect([told.size, cancelled.size]).toEqual([20_000, 20_000]);
  // Compared in pairs they take 6 s.
  expect(performance.now() - began).toBeLessThan(3_000);
});
