import { ExplainResponse, SectionType } from "@talanoa/contract/generated/talanoa.ts";
import { expect, test } from "vitest";
import { explainedJson, explainedLines } from "./explained-rows.ts";
import { keptTerminal } from "./testing/terminal.ts";

const withheld = [
  { section: 3, rule: "no-agreement" },
  { section: 5, rule: "routing-section" },
];
const notice = { origin: "FJ", id: "0198f2a4-7c1e-7d3a-9b5f-0123456789ab", version: 1 };
const rules = { "sub-region": "The notice is addressed to the Members of this sub-region." };
const fact = (rule: string, of: string, value: string) => ({ rule, of, value });

function explained(told: object) {
  const decision = { participant: "TO", deliver: true, rule: "sub-region", withheld };
  const facts = [{ participant: "TO", ...told }];
  const its = { notice, rules, decisions: [{ ...decision, operations: ["FJ-SEA"] }], facts };
  return ExplainResponse.decode(ExplainResponse.encode(its));
}

const admitted = [
  fact("sub-region", "sub-region", "polynesia"),
  fact("sub-region", "marking", "TLP:GREEN"),
];

test("a decision is shown with what made it, with its operation and with what was withheld", () => {
  const told = {
    facts: [...admitted, fact("no-agreement", "agreement-ended", "FJ-TO")],
    withheld: [SectionType.PERSONS, SectionType.ROUTING],
  };
  const text = explainedLines(keptTerminal(), explained(told)).join("\n");
  expect(text).toContain("this sub-region (sub-region polynesia, TLP:GREEN).");
  expect(text).toContain("persons by no-agreement (agreement ended FJ-TO), routing by routing-");
  expect(text).toContain("FJ-SEA");
  expect(text).not.toContain("only officers");
  expect(explainedJson(explained(told))[0]).toMatchObject({
    facts: told.facts,
    withheld: ["no-agreement", "routing-section"],
    withheld_sections: [
      { section: "persons", rule: "no-agreement" },
      { section: "routing", rule: "routing-section" },
    ],
    operations: ["FJ-SEA"],
  });
});

test("who may not know what was withheld is shown the rule alone", () => {
  const text = explainedLines(keptTerminal(), explained({ facts: admitted }));
  expect(text.join("\n")).toContain("no-agreement, routing-section");
  expect(explainedJson(explained({ facts: admitted }))[0]).toMatchObject({ withheld_sections: [] });
});
