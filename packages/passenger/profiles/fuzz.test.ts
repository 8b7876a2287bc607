import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { leastCost } from "../testing/cost.ts";
import { compileProfile } from "./compile-profile.ts";
import { limits } from "./limits.ts";
import { screenTraveller } from "./screen-traveller.ts";
import { largestFacts } from "./testing/any-facts.ts";
import { language, profileOf } from "./testing/compiled.ts";
import { variables } from "./vocabulary.ts";

const words = [
  ...variables,
  ..."age role from to size exists all map filter has in l x countries matches dyn".split(" "),
  ..."'A' 'crew' 1 -1 1.5 true null b'a' 1u cel google type bind optional".split(" "),
  ..."__proto__ constructor toString prototype".split(" "),
];
const signs = ". ( ) [ ] { } , ? : == < + * / % && || !".split(" ");

/** Texts that look like expressions, more or less. */
const anyText = fc.oneof(
  fc.string({ maxLength: 60 }),
  fc
    .array(fc.oneof(fc.constantFrom(...words), fc.constantFrom(...signs)), { maxLength: 24 })
    .map((tokens) => tokens.join(" ")),
  fc
    .constantFrom("(", "[", "!", "-", "{", "x.", "has(", "true ? ", "1 +")
    .chain((open) =>
      fc
        .integer({ min: 1, max: 3_999 })
        .map((times) => open.repeat(times).slice(0, limits.expression)),
    ),
);

const letter = fc.constantFrom("a", "b", "c");
/** Expressions of the right form over lists of texts, some of them costly. */
const { flag: anyFlag } = fc.letrec<{ flag: string; text: string; texts: string }>((tie) => ({
  text: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom("'A'", "traveller.nationality", "flight.from", "contacts[0].value"),
    fc.tuple(tie("text"), tie("text")).map(([a, b]) => `(${a} + ${b})`),
    tie("texts").map((texts) => `${texts}[0]`),
    fc
      .tuple(tie("flag"), tie("text"), tie("text"))
      .map(([flag, a, b]) => `(${flag} ? ${a} : ${b})`),
  ),
  texts: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom(
      "itinerary.map(l, l.from)",
      "route.countries",
      "countries('neighbours')",
      "['A', 'B']",
    ),
    fc
      .tuple(tie("texts"), letter, tie("text"))
      .map(([of, x, text]) => `${of}.map(${x}, ${x} + ${text})`),
    fc
      .tuple(tie("texts"), letter, tie("flag"))
      .map(([of, x, flag]) => `${of}.filter(${x}, ${flag})`),
    fc.tuple(tie("texts"), tie("texts")).map(([a, b]) => `(${a} + ${b})`),
  ),
  flag: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom("true", "route.one_way", "has(traveller.age)", "traveller.age > 3"),
    fc.tuple(tie("text"), tie("text")).map(([a, b]) => `${a} == ${b}`),
    fc.tuple(tie("text"), tie("texts")).map(([a, b]) => `${a} in ${b}`),
    fc.tuple(tie("texts"), tie("texts")).map(([a, b]) => `${a} == ${b}`),
    fc.tuple(tie("text"), tie("text")).map(([a, b]) => `${a}.contains(${b})`),
    fc
      .tuple(tie("texts"), letter, tie("flag"))
      .map(([of, x, flag]) => `${of}.exists(${x}, ${flag})`),
    fc.tuple(tie("flag"), tie("flag")).map(([a, b]) => `(${a} || !${b})`),
  ),
}));

/** Milliseconds that a step takes at most, with much to spare for a machine that is slow. */
const longestStep = 0.001;

describe("whatever is written as an expression", () => {
  test("compiles or is refused with a place in it, and never throws", () => {
    fc.assert(
      fc.property(anyText, (expression) => {
        const compilation = compileProfile(profileOf(expression), 1, language);
        if (!("problems" in compilation)) return;
        const [{ field, rule, line = 0, column = 0 } = { field: "", rule: "" }] =
          compilation.problems;
        expect(field).toBe("expression");
        expect(rule).toMatch(/^[a-z-]+$/);
        const written = expression.split("\n")[line - 1];
        expect(written).toBeDefined();
        expect(column).toBeGreaterThanOrEqual(1);
        expect(column).toBeLessThanOrEqual(written!.length + 1);
      }),
      { numRuns: 3_000 },
    );
  });

  test("takes no longer than it was measured to, for the largest traveller", () => {
    let compiled = 0;
    fc.assert(
      fc.property(anyFlag, (expression) => {
        const compilation = compileProfile(profileOf(expression), 1, language);
        if ("problems" in compilation) return;
        compiled += 1;
        const { cost } = compilation.compiled;
        expect(cost).toBeLessThanOrEqual(limits.cost);
        const limit = 20 + cost * longestStep;
        const { compiled: profile } = compilation;
        const took = leastCost(() => screenTraveller([profile], largestFacts), limit);
        expect(took).toBeLessThan(limit);
      }),
      { numRuns: 2_000 },
    );
    expect(compiled).toBeGreaterThan(200);
  });
});
