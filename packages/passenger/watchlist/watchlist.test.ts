import { describe, expect, test } from "vitest";
import type { ListedPerson, ListEntry, Traveller } from "./entry.ts";
import { leastNameScore } from "./grade.ts";
import { Watchlist } from "./watchlist.ts";

const listed: ListedPerson = {
  kind: "person",
  id: "p1",
  names: [{ text: "Sione Kaufusi Tauhea" }, { text: "Johnny Reef", weak: true }],
  birthDates: [{ year: 1980, month: 5, day: 7 }],
  documents: [{ number: "L 123456", issuer: "TO" }],
  sex: "M",
  nationalities: ["TO"],
};
const birthDate = { year: 1980, month: 5, day: 7 };
const documents = [{ number: "l-123456", issuer: "TO" }];

function listOf(...entries: ListEntry[]): Watchlist {
  const list = new Watchlist();
  for (const entry of entries) list.add(entry);
  return list;
}

function matchOf(traveller: Traveller, entry = listed) {
  return listOf(entry).matchTraveller(traveller)[0];
}

describe("a traveller with a listed name", () => {
  const names = ["TAUHEA SIONE"];

  test("is certain with the birth date, strong with the name alone, weak against the birth date", () => {
    const gradeWith = (born: Traveller["birthDate"]) => matchOf({ names, birthDate: born })!.grade;
    expect(gradeWith(birthDate)).toBe("A");
    expect(gradeWith(undefined)).toBe("B");
    expect(gradeWith({ year: 1980, month: 7, day: 5 })).toBe("B");
    expect(gradeWith({ year: 1999, month: 1, day: 30 })).toBe("D");
  });

  test("is found whatever evidence is missing or contradicts, but raises no flag against it", () => {
    const against = {
      birthDate: { year: 1999, month: 1, day: 30 },
      sex: "F",
      nationality: "FJ",
    } as const;
    expect(matchOf({ names })).toMatchObject({ raisesDraftFlag: true, grade: "B" });
    expect(matchOf({ names, ...against })).toMatchObject({ raisesDraftFlag: false, grade: "D" });
    const bare = { ...listed, birthDates: [], documents: [], sex: undefined, nationalities: [] };
    expect(matchOf({ names, ...against }, bare)).toMatchObject({
      raisesDraftFlag: true,
      grade: "B",
    });
  });

  test("is told with every part of the score", () => {
    const match = matchOf({ names, birthDate, sex: "M", nationality: "FJ" })!;
    expect(match.listedName).toBe("Sione Kaufusi Tauhea");
    expect(match.name.missing).toEqual(["kaufusi"]);
    expect(match.parts.map(({ field, finding }) => `${field} ${finding}`)).toEqual([
      "birth-date agrees",
      "sex agrees",
      "nationality contradicts",
      "document missing",
    ]);
    expect(match.parts.at(-1)!.score).toBe(match.score);
  });

  test("by a weak alias raises a flag only with evidence", () => {
    expect(matchOf({ names: ["Johnny Reef"] })).toMatchObject({
      raisesDraftFlag: false,
      grade: "D",
    });
    expect(matchOf({ names: ["Johnny Reef"], birthDate })!.raisesDraftFlag).toBe(true);
  });
});

describe("a traveller under another name", () => {
  test("is found by the same document, and raises a flag", () => {
    expect(matchOf({ names: ["Peter Marlowe"], documents })).toMatchObject({
      raisesDraftFlag: true,
    });
  });

  test("is not found by a document of another country, nor by nothing", () => {
    expect(
      matchOf({ names: ["Peter Marlowe"], documents: [{ number: "L123456", issuer: "FJ" }] }),
    ).toBe(undefined);
    expect(matchOf({ names: ["Peter Marlowe"], birthDate })).toBe(undefined);
    expect(matchOf({ names: [] })).toBe(undefined);
  });
});

test("an entry is found as soon as it is added, the likeliest first", () => {
  const list = listOf(listed);
  const other = {
    ...listed,
    id: "p2",
    names: [{ text: "Sione Tauhea" }],
    birthDates: [],
    documents: [],
  };
  const traveller = { names: ["Sione Tauhea"], birthDate };
  expect(list.matchTraveller(traveller).map(({ entry }) => entry.id)).toEqual(["p1"]);
  list.add(other);
  expect(list.matchTraveller(traveller).map(({ entry }) => entry.id)).toEqual(["p2", "p1"]);
  expect(list.size).toBe(2);
});

test("names below the least score are no matches", () => {
  const matches = listOf(listed).matchTraveller({ names: ["Tevita Tauhea"] });
  expect(matches.every(({ name }) => name.score >= leastNameScore)).toBe(true);
  expect(matches).toEqual([]);
});

describe("a vessel", () => {
  const vessel = {
    kind: "vessel",
    id: "v1",
    names: [{ text: "MV Ocean Lantern 3" }],
    imo: "9074729",
    callSign: "A3-XY1",
    flag: "TO",
  } as const;

  test("is found by its IMO number under another name and flag", () => {
    const [match] = listOf(vessel).matchVessel({
      names: ["Blue Reef"],
      imo: "9074729",
      flag: "PA",
    });
    expect(match).toMatchObject({ raisesDraftFlag: true, entry: { id: "v1" } });
  });

  test("is found by its name, less what says that she is a ship, and by its call sign", () => {
    const list = listOf(vessel);
    expect(list.matchVessel({ names: ["OCEAN LANTERN 3"] })[0]!.raisesDraftFlag).toBe(true);
    expect(list.matchVessel({ names: ["Blue Reef"], callSign: "A3XY1" })[0]!.grade).toBe("C");
    expect(list.matchVessel({ names: ["M/V Ocean Lantren 3"], callSign: "A3XY1" })[0]!.grade).toBe(
      "A",
    );
  });

  test("of the same name with another number, or another IMO number, raises no flag", () => {
    const list = listOf(vessel);
    const flags = (name: string, imo?: string) =>
      list.matchVessel({ names: [name], imo }).some(({ raisesDraftFlag }) => raisesDraftFlag);
    expect(flags("Ocean Lantern 8")).toBe(false);
    expect(flags("Ocean Lantern 3", "9319466")).toBe(false);
  });
});

describe("a company", () => {
  const company = {
    kind: "company",
    id: "c1",
    names: [{ text: "Coral Gate Trading Pte. Ltd." }],
    registrationNumbers: ["2011-0456 K"],
    countries: ["FJ"],
  } as const;

  test("is found by its name without the legal form, and by its registration", () => {
    const list = listOf(company);
    expect(list.matchCompany({ names: ["CORAL GATE TRADING LIMITED"] })[0]!.raisesDraftFlag).toBe(
      true,
    );
    const renamed = { names: ["Reef Supply"], registrationNumber: "20110456K", country: "FJ" };
    expect(list.matchCompany(renamed)[0]!.raisesDraftFlag).toBe(true);
  });

  test("of another name is not found for its legal form", () => {
    expect(listOf(company).matchCompany({ names: ["Island Timber Pte Ltd"] })).toEqual([]);
  });
});

test("a traveller of many names is compared in many steps, and found as in one", () => {
  const traveller: Traveller = {
    names: ["SIONE TAUHEA", "REEF JOHNNY", "TAUHEA"],
    birthDate,
    documents,
  };
  const list = listOf(listed, { ...listed, id: "p2", names: [{ text: "Sione Tauhea" }] });
  const steps = list.matchingTraveller(traveller);
  let count = 0;
  let step = steps.next();
  for (; !step.done; count++) step = steps.next();
  expect(step.value).toEqual(list.matchTraveller(traveller));
  expect(step.value.map(({ entry }) => entry.id).toSorted()).toEqual(["p1", "p2"]);
  // At least one for each name and entry that are compared, and for each that is found.
  expect(count).toBeGreaterThanOrEqual(5);
});
