import { expect, test } from "vitest";
import { chapterOf, hsChapters } from "./hs-chapters.ts";
import { commodityClasses } from "./commodity-classes.ts";
import { countryNames, isCountry } from "./countries.ts";
import { allPorts, portOf } from "./ports.ts";
import { isSubRegion, subRegionOf, subRegions } from "./sub-regions.ts";
import { isUnlocodeForm } from "./unlocode.ts";

test("every port has a code of its country and a position on the globe", () => {
  for (const { unlocode, country, latitude, longitude, name } of allPorts) {
    expect(isUnlocodeForm(unlocode)).toBe(true);
    expect(unlocode.slice(0, 2)).toBe(country);
    expect(isCountry(country)).toBe(true);
    expect(name).not.toBe("");
    expect(Math.abs(latitude)).toBeLessThanOrEqual(90);
    expect(Math.abs(longitude)).toBeLessThanOrEqual(180);
  }
  expect(portOf("FJSUV")?.name).toBe("Suva");
});

test("the countries are the 249 of ISO 3166", () => {
  expect(Object.keys(countryNames)).toHaveLength(249);
  for (const word of ["constructor", "toString", "fj", "", "ZZ"])
    expect(isCountry(word)).toBe(false);
});

test("every sub-region has a country, and every country of the region one that is known", () => {
  const used = new Set(Object.keys(countryNames).map(subRegionOf));
  for (const region of subRegions) expect(used.has(region)).toBe(true);
  expect(subRegionOf("FJ")).toBe("melanesia");
  expect(subRegionOf("PE")).toBeUndefined();
  expect(isSubRegion("atlantis")).toBe(false);
});

test("the Harmonized System has 96 chapters, and the classes stand in some of them", () => {
  expect(Object.keys(hsChapters)).toHaveLength(96);
  expect(chapterOf("2939")).toBe("Organic chemicals");
  expect(chapterOf("7701")).toBeUndefined();
  for (const { usualChapter } of Object.values(commodityClasses)) {
    if (usualChapter) expect(chapterOf(usualChapter)).toBeDefined();
  }
});
