import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { compileProfile } from "./compile-profile.ts";
import { createLanguage } from "./language.ts";
import { parseProfile } from "./profile.ts";

const folder = join(import.meta.dirname, "examples");
const read = (file: string): unknown => parse(readFileSync(join(folder, file), "utf8"));
const files = globSync("*.yaml", { cwd: folder }).filter((file) => file !== "country-groups.yaml");
const countryGroups = read("country-groups.yaml") as { [name: string]: string[] };
const reasons = [
  "document",
  "route",
  "stay",
  "booking",
  "payment",
  "baggage",
  "companions",
  "history",
];

describe("the example profiles", () => {
  test.each(files)("%s is right, affordable, and does what its examples say", (file) => {
    const parsed = parseProfile(read(file));
    if ("problems" in parsed) throw new Error(JSON.stringify(parsed.problems));
    expect(`${parsed.profile.id}.yaml`).toBe(file);
    const compilation = compileProfile(
      parsed.profile,
      1,
      createLanguage({ countryGroups, reasons }),
    );
    expect(compilation).not.toHaveProperty("problems");
  });

  test("are ten, in groups of countries that exist", () => {
    expect(files).toHaveLength(10);
    const regions = new Intl.DisplayNames("en", { type: "region", fallback: "none" });
    for (const code of Object.values(countryGroups).flat()) expect(regions.of(code)).toBeDefined();
  });
});
