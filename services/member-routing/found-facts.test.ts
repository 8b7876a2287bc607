import { ParticipantDecision } from "@talanoa/contract/generated/talanoa.ts";
import { expect, test } from "vitest";
import { decisionsBy } from "./explain.ts";
import { decidedBy } from "./found-facts.ts";

function marker(cause: string, deliver: boolean, rule: string) {
  const decision = ParticipantDecision.encode({ participant: "TO", deliver, rule });
  return { cause, decisions: [ParticipantDecision.decode(decision)] };
}

test("a decision is explained by the marker by which it stands: the last that gave, the first that did not", () => {
  const withheld = [marker("first", false, "invalid-key"), marker("consent", false, "invalid-key")];
  const given = [...withheld, marker("one", true, "consent"), marker("other", true, "consent")];
  for (const [markers, cause] of [
    [withheld, "first"],
    [given, "other"],
  ] as const) {
    const [decision] = decisionsBy(markers);
    const by = decidedBy(markers, decision!);
    expect(by?.cause).toBe(cause);
    expect(by?.decisions[0]).toBe(decision);
  }
});
