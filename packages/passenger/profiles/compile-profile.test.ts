import { describe, expect, test } from "vitest";
import type { Facts } from "./vocabulary.ts";
import { compileProfile } from "./compile-profile.ts";
import { createLanguage } from "./language.ts";
import { limits } from "./limits.ts";
import { parseProfile } from "./profile.ts";
import { compiled, problemsOf, profileOf } from "./testing/compiled.ts";

const example = { title: "Someone", facts: { traveller: { age: 30 } } as Facts };

describe("a profile that is saved", () => {
  test.each([
    ["a field that is not in the vocabulary", "traveller.surname == 'X'", "unknown-field", 11],
    ["a variable that is not in the vocabulary", "meals.size() > 0", "unknown-field", 1],
    [
      "a field of an element that it does not have",
      "itinerary.exists(l, l.meal == 'X')",
      "unknown-field",
      23,
    ],
    ["asking for a field that there never is", "has(traveller.surname)", "unknown-field", 15],
    ["a number compared with a text", "traveller.age == 'X'", "wrong-type", 1],
    ["a method that the type does not have", "traveller.age.startsWith('X')", "wrong-type", 1],
    ["an answer that is not yes or no", "traveller.age + 1", "wrong-type", 1],
    ["a value that a field never has", "traveller.role == 'pilot'", "unknown-value", 1],
    [
      "a list with a value that a field never has",
      "traveller.role in ['crew', 'pilot']",
      "unknown-value",
      1,
    ],
    [
      "small letters where all is in capitals",
      "itinerary.exists(l, l.from == 'nan')",
      "unknown-value",
      21,
    ],
    [
      "a group of countries that there is not",
      "traveller.nationality in countries('far')",
      "unknown-group",
      36,
    ],
    ["a name that hides another", "itinerary.exists(bags, bags.from == 'X')", "hidden-name", 18],
    ["a bracket that is not closed", "(traveller.age == 3", "expected-token", 20],
  ])("is refused for %s, at its place", (_, expression, rule, column) => {
    expect(problemsOf(expression)).toMatchObject([{ field: "expression", rule, line: 1, column }]);
  });

  test("is told the line of what is wrong", () => {
    const [problem] = problemsOf("traveller.age > 3\n  && traveller.aeg < 9");
    expect(problem).toMatchObject({ line: 2, column: 16, text: "No such key: aeg." });
  });

  test.each([
    "'a'.matches('(a+)+$')",
    "dyn(traveller).age == 3",
    "type(traveller.age) == int",
    "cel.bind(x, 1, x == 1)",
    "timestamp('2026-01-01T00:00:00Z') == timestamp('2026-01-01T00:00:00Z')",
    "duration('1h') == duration('1h')",
    "b'a' == b'a'",
    "null == null",
    "google.protobuf.Timestamp == google.protobuf.Timestamp",
    "traveller['age'] == 3",
    "[[1]].map(x, x)[0] == [1] && 'a,b'.split(',').size() == 2",
    "countries(traveller.nationality).size() == 1",
    "1u == 1u",
  ])("may not use what profiles do not need: %s", (expression) => {
    expect(problemsOf(expression)).toMatchObject([{ field: "expression", rule: "not-allowed" }]);
  });

  test("reads no variable of which the caller never knows anything", () => {
    const without = createLanguage({ reasons: ["route"], without: ["changes", "history"] });
    const problems = (expression: string) => {
      const compilation = compileProfile(profileOf(expression), 1, without);
      return "problems" in compilation ? compilation.problems : [];
    };
    expect(problems("traveller.age == 3 || history.flags > 0")).toMatchObject([
      {
        field: "expression",
        rule: "unknown-field",
        column: 23,
        text: "Unknown variable: history.",
      },
    ]);
    expect(problems("has(changes.itinerary)")).toMatchObject([{ rule: "unknown-field" }]);
    expect(problems("booking.changes > 3")).toEqual([]);
    expect(problemsOf("history.flags > 0")).toEqual([]);
  });

  test("gives reasons of the list alone", () => {
    expect(problemsOf("traveller.age == 3", { reasons: ["route", "looks"] })).toMatchObject([
      { field: "reasons[1]", rule: "unknown-value", text: "looks is none of route, payment." },
    ]);
  });

  test("is refused where an example that must hit does not, or hits and must not, or lacks a field", () => {
    const examples = [
      { ...example, hits: true },
      { ...example, hits: false },
    ];
    expect(problemsOf("traveller.age > 40", { examples })).toMatchObject([
      { field: "examples[0].hits", rule: "example", text: "The profile does not hit." },
    ]);
    expect(problemsOf("traveller.age < 40", { examples })).toMatchObject([
      { field: "examples[1].hits", rule: "example", text: "The profile hits." },
    ]);
    expect(problemsOf("bags.pieces == 3", { examples: [examples[1]!] })).toMatchObject([
      { field: "examples[0].hits", text: "The profile cannot say: bags is missing." },
    ]);
  });

  test("has examples of both kinds", () => {
    const written = { ...profileOf("true"), examples: [] };
    expect(parseProfile(written)).toMatchObject({
      problems: [
        { field: "examples", text: "One example must hit." },
        { field: "examples", text: "One example must not hit." },
      ],
    });
  });

  test("has examples of which the fields are in the vocabulary", () => {
    const written = {
      id: "tried",
      title: "Tried",
      expression: "traveller.age == 3",
      reasons: ["route"],
      examples: [{ title: "One", hits: true, facts: { traveller: { age: "3", faith: "X" } } }],
    };
    const parsed = parseProfile(written);
    expect("problems" in parsed && parsed.problems.map(({ field, rule }) => [field, rule])).toEqual(
      [
        ["examples[0].facts.traveller.age", "invalid-type"],
        ["examples[0].facts.traveller.faith", "unrecognized-keys"],
      ],
    );
  });
});

test("what is no profile is told by each field, in plain words", () => {
  const parsed = parseProfile({ id: 7, title: "Yacht", reasons: "route", kind: "alert" });
  expect("problems" in parsed && parsed.problems).toEqual([
    { field: "id", rule: "invalid-type", text: "It must be a text." },
    { field: "expression", rule: "invalid-type", text: "It is missing." },
    { field: "reasons", rule: "invalid-type", text: "It must be a list." },
    { field: "examples", rule: "invalid-type", text: "It is missing." },
    { field: "kind", rule: "unrecognized-keys", text: "There is no such field." },
  ]);
  const none = parseProfile("a text");
  expect("problems" in none && none.problems).toEqual([
    { field: "", rule: "invalid-type", text: "It must be an object with fields." },
  ]);
});

describe("what a profile may cost", () => {
  const doubled = (times: number) =>
    `itinerary.map(l, l.from)${".map(x, x + x)".repeat(times)}.exists(x, x == 'X')`;
  const nested = (depth: number): string =>
    depth === 0
      ? "true"
      : `itinerary.all(l${depth}, l${depth}.from == 'X' || ${nested(depth - 1)})`;

  test.each([
    ["lists in lists in lists", nested(3)],
    ["lists in lists, five deep", nested(5)],
    ["texts that double again and again", doubled(14)],
    ["a product of lists", "itinerary.map(a, itinerary.map(b, itinerary.map(c, 1))).size() == 1"],
    [
      "lists that are compared in each round of two",
      "itinerary.all(a, contacts.all(b, itinerary.map(x, x.from) == itinerary.map(y, y.to)))",
    ],
  ])("is bounded: %s is refused", (_, expression) => {
    const [problem] = problemsOf(expression);
    expect(problem).toMatchObject({ field: "expression", rule: "too-costly" });
  });

  test.each([
    ["much that nests", "(".repeat(60) + "true" + ")".repeat(60)],
    ["much that is denied", "!".repeat(600) + "true"],
    ["many parts", Array.from({ length: 400 }, () => "true").join(" && ")],
    ["a long list", `traveller.age in [${Array.from({ length: 301 }, (_, at) => at).join()}]`],
  ])("is bounded by the parser: %s is refused", (_, expression) => {
    expect(problemsOf(expression)).toMatchObject([{ rule: "limit-exceeded" }]);
  });

  test("grows with what the expression does", () => {
    const { cost } = compiled("traveller.age == 3");
    const twice = compiled("traveller.age == 3 && traveller.age == 3").cost;
    const leg = compiled("itinerary.exists(l, l.from == 'NAN')").cost;
    const legs = compiled("itinerary.exists(a, itinerary.exists(b, a.from == b.to))").cost;
    expect(cost).toBeLessThan(twice);
    expect(twice).toBeLessThan(leg);
    expect(leg * 20).toBeLessThan(legs);
    expect(legs).toBeLessThan(limits.cost);
  });
});
