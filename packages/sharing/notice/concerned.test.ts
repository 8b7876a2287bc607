import { SectionType } from "@talanoa/contract/generated/talanoa.ts";
import { describe, expect, test } from "vitest";
import { countryOfName } from "../codes/place-names.ts";
import { compose } from "./compose.ts";
import { concerned } from "./concerned.ts";
import { parseDraft } from "./draft.ts";

const places = (body: object) => [{ type: SectionType.PLACES, body }];

describe("the countries and sub-regions that a notice concerns", () => {
  test("come from the scenes and every place of the route, each once and sorted", () => {
    const body = {
      scenes: [{ country: "VU" }, { unlocode: "FJSUV" }],
      origin: { country: "PE" },
      departure: { unlocode: "PFPPT" },
      transit: [{ country: "FJ" }],
      destination: { country: "AU" },
    };
    expect(concerned(places(body))).toEqual({
      countries: ["AU", "FJ", "PE", "PF", "VU"],
      regions: ["australia-new-zealand", "melanesia", "polynesia"],
    });
  });

  test("are those given, before those of a code, and none of what is no country", () => {
    const scenes = [{ country: "NC", unlocode: "FJSUV" }, { unlocode: "XZ123" }, { name: "Fiji" }];
    expect(concerned(places({ scenes }))).toEqual({ countries: ["NC"], regions: ["melanesia"] });
  });

  test("are none without places", () => {
    expect(concerned([])).toEqual({ countries: [], regions: [] });
    expect(concerned(places({}))).toEqual({ countries: [], regions: [] });
  });

  test("come from names when the notice is composed", () => {
    const draft = {
      kind: "alert",
      where: "Suva",
      route: { origin: "Callao", transit: ["At sea"] },
    };
    const { sections } = compose(parseDraft(draft), "FJ");
    expect(concerned(sections)).toEqual({ countries: ["FJ", "PE"], regions: ["melanesia"] });
  });
});

describe("a place's name tells its country", () => {
  test.each([
    ["Fiji", "FJ"],
    ["Suva", "FJ"],
    ["nuku'alofa", "TO"],
    ["Nuku’alofa", "TO"],
    ["Nouméa", "NC"],
    ["Nadi", "FJ"],
    ["Nadi International Airport", "FJ"],
    ["Labasa", "FJ"],
    ["Nuku Hiva, Marquesas Islands", "PF"],
    ["Auckland, New Zealand", "NZ"],
    ["Samoa", "WS"],
    ["American Samoa", "AS"],
    ["USA", "US"],
  ])("%s", (name, country) => {
    expect(countryOfName(name)).toBe(country);
  });

  test.each([
    ["it is not known", "At sea"],
    ["it stands for a whole region", "South America"],
    ["two countries have it", "Christmas Island"],
    ["it is common elsewhere", "Kingston"],
    ["its parts point to two countries", "Suva, Tonga"],
    ["the larger place is not known", "Suva, somewhere"],
    ["it names two places", "Papeete, Noumea and Melbourne"],
  ])("unless %s", (_, name) => {
    expect(countryOfName(name)).toBeUndefined();
  });
});
