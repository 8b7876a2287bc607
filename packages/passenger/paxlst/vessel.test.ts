import { expect, test } from "vitest";
import { messageOf } from "../testing/read.ts";
import { flight, passenger, paxlst } from "../testing/samples.ts";

function voyage(transport: string) {
  const begin = flight.map((segment) => (segment.startsWith("TDT") ? transport : segment));
  const { flights, issues } = messageOf(paxlst([...begin, ...passenger, "CNT+42:1"]));
  return { voyage: flights[0]!, issues: issues.map(({ code, element }) => [code, element]) };
}

test.each([
  ["9074729:146:11:OCEAN LANTERN:TON", { imo: "9074729", name: "OCEAN LANTERN", flag: "TON" }],
  ["A3XY1:103::OCEAN LANTERN", { callSign: "A3XY1", name: "OCEAN LANTERN" }],
  // A call sign of letters alone is known by its list.
  ["ABCD:103", { callSign: "ABCD" }],
  ["IMO 9074729", { imo: "9074729" }],
  ["570123456:::SEA MIST:TO", { mmsi: "570123456", name: "SEA MIST", flag: "TO" }],
  [":::SEA MIST", { name: "SEA MIST" }],
  ["SEA MIST", { name: "SEA MIST" }],
])("a ship is told by %s", (identification, vessel) => {
  const read = voyage(`TDT+20+V041+1++ZZL:172:20:ZZ LINES+++${identification}`);
  expect(read).toMatchObject({ voyage: { designator: "V041", operator: "ZZ LINES" }, issues: [] });
  expect(read.voyage.vessel).toEqual(vessel);
});

test("small craft without the number of a voyage are named by their own", () => {
  expect(voyage("TDT+20++1+++++A3XY1:103::SEA MIST").voyage.designator).toBe("A3XY1");
  expect(voyage("TDT+20++1+++++:::SEA MIST").voyage.designator).toBe("SEA MIST");
});

test("a number that is none is said to be so, and the name stands", () => {
  const read = voyage("TDT+20+V041+1+++++9074728:146:11:OCEAN LANTERN");
  expect(read.voyage.vessel).toEqual({ name: "OCEAN LANTERN" });
  expect(read.issues).toEqual([["bad-code", "8.1"]]);
});

test("an aircraft is no vessel, whatever names it", () => {
  expect(voyage("TDT+20+ZZ0410+4++ZZ+++ZKABC:::ZZ AIR").voyage.vessel).toBe(undefined);
  expect(voyage("TDT+20+ZZ0410+++ZZ+++ZKABC").voyage.vessel).toBe(undefined);
  expect(voyage("TDT+20+V041+1").voyage.vessel).toBe(undefined);
});
