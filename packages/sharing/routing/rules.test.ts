import { describe, expect, test } from "vitest";
import { route } from "./route.ts";
import type { Example } from "./rule.ts";
import { sharingRules } from "./rules.ts";
import { exampleDirectory, exampleNotice, exampleSections } from "./testing/example-world.ts";

/** The decision on the reader of an example. */
function decided(example: Example) {
  const decisions = route(exampleNotice(example), exampleDirectory);
  return decisions.find(({ participant }) => participant === example.reader)!;
}

function typesOf(places: readonly number[]) {
  return exampleSections.filter(({ place }) => places.includes(place)).map(({ type }) => type);
}

const examplesOf = (rules: readonly { name: string; examples: readonly Example[] }[]) =>
  rules.flatMap(({ name, examples }) =>
    examples.map((example) => ({ name, example, when: example.when, reader: example.reader })),
  );

describe("an admit rule does what its examples say", () => {
  test.each(examplesOf(sharingRules.admit))("$name: $when, for $reader", ({ name, example }) => {
    const { deliver, rule } = decided(example);
    expect(deliver).toBe(example.gets === "all");
    if (deliver) expect(rule).toBe(name);
    else expect(rule).not.toBe(name);
  });
});

describe("a withhold rule does what its examples say", () => {
  test.each(examplesOf(sharingRules.withhold))("$name: $when, for $reader", ({ name, example }) => {
    const { deliver, rule, withheld } = decided(example);
    expect(deliver).toBe(example.gets !== "nothing");
    if (!deliver) return expect(rule).toBe(name);
    const its = withheld.filter((each) => each.rule === name).map(({ section }) => section);
    const without = typeof example.gets === "object" ? example.gets.without : [];
    expect(typesOf(its)).toEqual(without);
  });
});

test("every rule has a name of its own, a sentence and an example", () => {
  const all = [...sharingRules.admit, ...sharingRules.withhold];
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  for (const { says, examples } of all) {
    expect(says).toMatch(/^[A-Z].*\.$/);
    expect(examples.length).toBeGreaterThan(0);
  }
});
