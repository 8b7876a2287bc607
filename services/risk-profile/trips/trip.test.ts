import { describe, expect, test } from "vitest";
import { readTransmission } from "../screen/read-transmission.ts";
import { cancelledPush, flight, passengerList } from "../testing/messages.ts";
import { cancelledBookings, keptIdentity, tripsOf } from "./trip.ts";

const someone = { surname: "ZQTAUFA", given: "SIONE", birth: "840229", passport: "ZQ6100001" };

async function messageOf(bytes: Buffer) {
  return (await readTransmission(bytes)).messages[0]!;
}

/** A passenger list with some of its text replaced. */
async function tripOf(...changes: [from: string, to: string][]) {
  let text = passengerList([someone], flight).toString("latin1");
  for (const [from, to] of changes) text = text.replace(from, to);
  return tripsOf(await messageOf(Buffer.from(text, "latin1")))[0]!;
}

describe("a trip", () => {
  test("is the same whichever of its codes a country has, and another by another country's passport", async () => {
    const { names } = await tripOf();
    expect((await tripOf(["LOC+91+TON", "LOC+91+TO"])).names).toEqual(names);
    expect((await tripOf(["LOC+91+TON", "LOC+91+FJI"])).names.trip).not.toBe(names.trip);
  });

  test.each([
    ["TDT+20+ZZ0410+++ZZL", "ZZ410"],
    ["TDT+20+ZZ0410+++YY", "ZZ410"],
    ["TDT+20+0410+++ZZL", "ZZL410"],
    ["TDT+20+V12+1++ZZ LINES LTD+++:::BLUE REEF", "V12"],
    ["TDT+20+0012+1++ZZL+++:::BLUE REEF", "0012"],
    ["TDT+20+0410+++ZZ AIR LTD", "0410"],
  ])("of %s is on %s", async (transport, flightName) => {
    const { facts } = await tripOf(["TDT+20+ZZ0410+++ZZ", transport]);
    expect(facts.flight).toBe(flightName);
  });

  test("is of the operator's own voyage, where others have one of that number", async () => {
    const voyage = async (operator: string) =>
      (await tripOf(["TDT+20+ZZ0410+++ZZ", `TDT+20+V12+1++${operator}+++:::BLUE REEF`])).names;
    expect((await voyage("ZZL")).flight).not.toBe((await voyage("YYL")).flight);
  });

  test("is of the day of departure, else of arrival, else of the message", async () => {
    const departure: [string, string] = ["DTM+189:2603111330:201'\n", ""];
    const arrival: [string, string] = ["DTM+232:2603111640:201", "DTM+232:2603121640:201"];
    expect((await tripOf()).names.flight).toContain("2026-03-11");
    expect((await tripOf(departure, arrival)).names.flight).toContain("2026-03-12");
    const neither = await tripOf(departure, ["DTM+232:2603111640:201'\n", ""]);
    expect(neither.names.flight).toContain("2026-03-11");
  });

  test("shows one person alone the flight, the role and the bags, and nothing else of the traveller", async () => {
    const { facts } = await tripOf([
      "LOC+178+AKL",
      "MEA+CT++:2'\nMEA+WT++KGM:31'\nGEI+4+173'\nLOC+178+AKL",
    ]);
    expect(facts).toEqual({
      flight: "ZZ410",
      from: "AKL",
      to: "NAN",
      departure: "2026-03-11T13:30",
      arrival: "2026-03-11T16:40",
      role: "passenger",
      pieces: 2,
    });
  });

  test("is kept with what says who it was, and nothing else of the traveller", async () => {
    const { identity } = await tripOf();
    expect(Object.keys(keptIdentity(identity)).sort()).toEqual([
      "birthDate",
      "documents",
      "name",
      "nationality",
      "sex",
    ]);
    expect(keptIdentity(identity).documents).toEqual([{ number: someone.passport }]);
  });
});

test("a message that was cut off cancels no booking", async () => {
  const push = cancelledPush("CUTOFF");
  expect(cancelledBookings(await messageOf(push))).toHaveLength(1);
  const cut = push.subarray(0, push.indexOf("UNT+"));
  expect(cancelledBookings(await messageOf(cut))).toEqual([]);
});
