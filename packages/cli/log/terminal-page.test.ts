import { RoutedFacts } from "@talanoa/contract/generated/talanoa.ts";
import { expect, test } from "vitest";
import { section } from "@talanoa/sharing/story/block.ts";
import { decisionRows } from "@talanoa/sharing/story/decided.ts";
import { english } from "@talanoa/sharing/story/english.ts";
import { terminalPage } from "./terminal-page.ts";

test("a decision in 80 columns breaks no rule and no id", () => {
  const agreement = "019a0000-0000-7000-8652-0de5eb0829e7";
  const decisions = [
    {
      participant: "FJ",
      deliver: true,
      rule: "named-participant",
      withheld: [{ rule: "routing-section" }],
      agreements: [{ id: agreement, revision: 2 }],
    },
    { participant: "NC", deliver: false, rule: "not-addressed" },
    { participant: "NZ", deliver: false, rule: "not-addressed" },
  ];
  const rows = decisionRows(RoutedFacts.decode(RoutedFacts.encode({ decisions })));
  const lines = terminalPage(section("Decided", english.decision.columns, rows), {
    columns: 80,
    colours: 1,
  });
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
  const words = lines.flatMap((line) => line.trim().split(/\s+/));
  const whole = ["(named-participant)", "(routing-section)", "(not-addressed)", `${agreement},`];
  expect(words).toEqual(expect.arrayContaining(whole));
});
