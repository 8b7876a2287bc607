import { describe, expect, test } from "vitest";
import { screenTraveller } from "./screen-traveller.ts";
import {
  compiledExample,
  countryGroups,
  exampleFiles,
  exampleProfile,
} from "./testing/example-profiles.ts";

describe("the example profiles", () => {
  test.each(exampleFiles)("%s is right, affordable, and does what its examples say", (file) => {
    const { id, examples } = exampleProfile(file);
    expect(`${id}.yaml`).toBe(file);
    const profile = compiledExample(file);
    for (const { hits, facts } of examples) {
      expect(screenTraveller([profile], facts)).toMatchObject({
        hits: hits ? [{ profile: id }] : [],
        unsaid: [],
      });
    }
  });

  test("are ten, in groups of countries that exist", () => {
    expect(exampleFiles).toHaveLength(10);
    const regions = new Intl.DisplayNames("en", { type: "region", fallback: "none" });
    for (const code of Object.values(countryGroups).flat()) expect(regions.of(code)).toBeDefined();
  });
});
