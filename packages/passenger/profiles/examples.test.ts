import { describe, expect, test } from "vitest";
import { screenTraveller } from "./screen-traveller.ts";
import { compiledExample, exampleFiles, exampleProfile } from "./testing/example-profiles.ts";

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

  test("are ten", () => {
    expect(exampleFiles).toHaveLength(10);
  });
});
