import { expect, test } from "vitest";
import { messageOf } from "../testing/read.ts";
import { booking, flight, passenger, paxlst, pnrgov, push } from "../testing/samples.ts";
import { namedThings } from "./named-things.ts";

test("a passenger list names its vessel, who operates it and who reports, for all on board", () => {
  const voyage = flight.map((segment) =>
    segment.startsWith("TDT")
      ? "TDT+20+V041+1++ZZL:172:20:ZZ LINES LTD+++9074729:146:11:OCEAN LANTERN:TON"
      : segment,
  );
  expect(namedThings(messageOf(paxlst([...voyage, ...passenger, "CNT+42:1"])))).toEqual([
    {
      kind: "vessel",
      as: "vessel",
      text: "OCEAN LANTERN",
      travellers: null,
      subject: { names: ["OCEAN LANTERN"], imo: "9074729", flag: "TO" },
    },
    {
      kind: "company",
      as: "operator",
      text: "ZZ LINES LTD",
      travellers: null,
      subject: { names: ["ZZ LINES LTD"] },
    },
    {
      kind: "company",
      as: "reporting-party",
      text: "ZZ AIR CONTROL",
      travellers: null,
      subject: { names: ["ZZ AIR CONTROL"] },
    },
  ]);
});

test("a push names agencies and payers once each, with the travellers whom they concern", () => {
  const agency = "ORG+YY:SUV+12345678:SUVZZ0100+SUV+CORAL GATE TRAVEL+T+FJ:FJD+A1";
  const first = booking.map((segment) => (segment.startsWith("ORG") ? agency : segment));
  const second = first.map((segment) => segment.replace("9 HILL ROAD SUVA", "10 HILL ROAD SUVA"));
  expect(namedThings(messageOf(pnrgov([...push, ...first, ...second])))).toEqual([
    {
      kind: "company",
      as: "agency",
      text: "CORAL GATE TRAVEL",
      travellers: [0, 1],
      subject: {
        names: ["CORAL GATE TRAVEL"],
        registrationNumber: "IATA 12345678",
        country: "FJ",
      },
    },
    {
      kind: "company",
      as: "payer",
      text: "MELE TAUFA",
      travellers: [0, 1],
      subject: { names: ["MELE TAUFA"] },
    },
  ]);
});

test("an agency is told by its number alone, and a group by the name that stands for its members", () => {
  const group = ["SRC", "RCI+ZZ:QQ7X2B", "TIF+CORAL GATE LTD:C+:A:1", "TIF+ABC:G+:G:2"];
  const things = namedThings(messageOf(pnrgov([...push, ...booking, ...group])));
  expect(things.map(({ as, text, travellers }) => [as, text, travellers])).toEqual([
    ["agency", "IATA 12345678", [0]],
    ["payer", "MELE TAUFA", [0]],
    ["group", "CORAL GATE LTD", [1]],
  ]);
});
