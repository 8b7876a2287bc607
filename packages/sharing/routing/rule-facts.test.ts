import { expect, test } from "vitest";
import type { Example } from "./rule.ts";
import { decisionFacts, ownFacts, ruleFacts } from "./rule-facts.ts";
import { route } from "./route.ts";
import { sharingRules } from "./rules.ts";
import { exampleDirectory, exampleNotice } from "./testing/example-world.ts";

const rules: readonly { name: string; examples: readonly Example[] }[] = [
  ...sharingRules.admit,
  ...sharingRules.withhold,
];

/** What made the decision of the first example of a rule, or of the one that begins so. */
function factsOf(name: string, begins = "") {
  const { examples } = rules.find((rule) => rule.name === name)!;
  const example = examples.find(({ when }) => when.startsWith(begins))!;
  const notice = exampleNotice(example);
  const participant = exampleDirectory.participant(example.reader)!;
  const decision = route(notice, exampleDirectory).find(
    (its) => its.participant === participant.id,
  )!;
  return {
    decision,
    facts: decisionFacts(decision, { notice, directory: exampleDirectory, participant }),
  };
}

const words = (facts: ReturnType<typeof factsOf>["facts"]) =>
  facts.map(({ rule, of, value }) => `${rule}: ${of} ${value}`);

test("every rule of the table says what makes it hold, but those that have no facts", () => {
  const silent = rules.map(({ name }) => name).filter((name) => !(name in ruleFacts));
  expect(silent).toEqual(expect.arrayContaining(["routing-section", "reference-held"]));
  for (const name of Object.keys(ruleFacts)) expect(rules.map((rule) => rule.name)).toContain(name);
  for (const { name } of rules)
    if (!silent.includes(name)) expect(factsOf(name).facts).not.toEqual([]);
});

test("a decision is explained by the part of the audience, the group or operation, the marking and the agreement", () => {
  expect(words(factsOf("sub-region").facts)).toEqual([
    "sub-region: sub-region polynesia",
    "sub-region: marking TLP:GREEN",
    "sub-region: agreement FJ-TO",
    "sub-region: purpose customs-enforcement",
  ]);
  const { facts } = factsOf("group-member");
  expect(words(facts)).toContain("group-member: group YACHTS");
  const group = exampleDirectory.entries("group")[0]!;
  expect(facts[0]!.revision).toBe(group.sequence);
  expect(words(factsOf("operation-participant").facts)).toContain(
    "operation-participant: operation FJ-SEA",
  );
  expect(words(factsOf("named-officer").facts)).toContain("named-officer: officer to-chief");
  expect(words(factsOf("earlier-reader").facts)).toContain(
    "earlier-reader: held-by named-participant",
  );
});

test("what is withheld is explained by the key, the marking, the standing, and the agreement that ended", () => {
  expect(words(factsOf("invalid-key").facts)).toEqual(["invalid-key: key withdrawn"]);
  expect(words(factsOf("tlp-red").facts)).toEqual(["tlp-red: marking TLP:RED"]);
  expect(words(factsOf("not-taking-part").facts)).toEqual(["not-taking-part: standing suspended"]);
  expect(words(factsOf("no-agreement", "Fiji names Samoa").facts)).toEqual(
    expect.arrayContaining([
      "no-agreement: purpose serious-crime",
      "no-agreement: agreement-ended FJ-WS",
    ]),
  );
  expect(words(factsOf("no-agreement", "Fiji names Tonga, for").facts)).toContain(
    "no-agreement: agreement-for-other-data FJ-TO",
  );
});

test("a reader is told of itself, and not what was withheld nor for what it was meant", () => {
  const { decision, facts } = factsOf("no-agreement", "Fiji names Samoa");
  expect(words(ownFacts(decision, facts, true))).toEqual([
    "named-participant: named WS",
    "named-participant: marking TLP:GREEN",
  ]);
  const { decision: withheld, facts: why } = factsOf("tlp-red");
  expect(ownFacts(withheld, why, true)).toEqual([]);
});

test("a reader is told by which group it was admitted only where the notice shows its audience", () => {
  const { decision, facts } = factsOf("group-member");
  expect(words(ownFacts(decision, facts, true))).toContain("group-member: group YACHTS");
  expect(JSON.stringify(ownFacts(decision, facts, false))).not.toContain("YACHTS");
});
