import { Audience, DataPurpose, SectionType } from "@talanoa/contract/generated/talanoa.ts";
import { describe, expect, test } from "vitest";
import { compose } from "../notice/compose.ts";
import { parseDraft } from "../notice/draft.ts";
import { consequencesOf, differenceTo, type Sending } from "./consequences.ts";
import { exampleDirectory } from "./testing/example-world.ts";

const sending: Sending = { origin: "FJ", keyId: "key", directory: exampleDirectory, now: 1_000 };

function consequences(draft: object, given: Partial<Sending> = {}) {
  const content = compose(parseDraft({ kind: "alert", marking: "GREEN", ...draft }), "FJ");
  return consequencesOf(content, { ...sending, ...given });
}

/** That it corrects what these hold, by which rules, and what was addressed to these operations. */
function corrected(
  rules: { readonly [participant: string]: string },
  operations: readonly string[] = [],
): Partial<Sending> {
  const readers = new Map(
    Object.entries(rules).map(([participant, rule]) => [participant, { rule, officers: [] }]),
  );
  const audience = Audience.decode(Audience.encode({ operations: [...operations] }));
  return { corrected: { readers, audience } };
}

const ids = (all: readonly { participant: { id: string } }[]) =>
  all.map(({ participant }) => participant.id);

describe("before a notice is sent it is told", () => {
  test("who gets it, who is addressed and does not, and who is not addressed", () => {
    const { gets, withheld, apart } = consequences({ audience: "all" });
    expect(ids(gets)).toEqual(["TO", "VU", "WS"]);
    // Kiribati is suspended.
    expect(withheld.map(({ decision }) => [decision.participant, decision.rule])).toEqual([
      ["KI", "not-taking-part"],
    ]);
    expect(apart.map(({ id }) => id)).toEqual(["NAVY", "OCO", "POLICE"]);
  });

  test("who gets it without persons, and by which rule", () => {
    const draft = {
      audience: { participants: ["TO", "WS"] },
      persons: [{ name: "SAMPLE PERSON" }],
      narrative: "Seen",
    };
    const { gets } = consequences(draft);
    expect(gets.map(({ participant, without }) => [participant.id, without])).toEqual([
      ["TO", []],
      ["WS", [{ type: SectionType.PERSONS, rule: "no-agreement" }]],
    ]);
    const [tonga] = consequences({ ...draft, purpose: "health-safety" }).gets;
    expect(tonga!.without).toEqual([{ type: SectionType.PERSONS, rule: "no-agreement" }]);
    expect(DataPurpose.HEALTH_SAFETY).toBeGreaterThan(0);
  });

  test("that a marking is too strict for its audience", () => {
    const { gets, withheld } = consequences({ marking: "AMBER", audience: "all" });
    expect(gets).toEqual([]);
    expect(
      withheld.every(
        ({ decision }) => decision.rule.startsWith("tlp-") || decision.participant === "KI",
      ),
    ).toBe(true);
  });

  test("that nobody gets what a key signs that is not valid", () => {
    const { gets, withheld } = consequences({ audience: ["TO"] }, { keyId: "withdrawn" });
    expect(gets).toEqual([]);
    expect(withheld.map(({ decision }) => decision.rule)).toEqual(["invalid-key"]);
  });

  test("whose members one does not see, and that references are the hub's to judge", () => {
    const seen = consequences({
      audience: { groups: ["YACHTS", "OTHERS"], operations: ["FJ-SEA", "NZ-X"] },
    });
    expect(seen.unseen).toEqual(["OTHERS", "NZ-X"]);
    expect(seen.hasReferences).toBe(false);
    const named = consequences({
      audience: ["TO"],
      references: ["TO/0198f2a4-7c1e-7d3a-9b5f-0123456789ab/1"],
    });
    expect(named.hasReferences).toBe(true);
    expect(named.gets[0]!.without).toEqual([]);
  });

  test("that a correction goes to those who hold the version before, whatever audience it names", () => {
    const { gets, unseen, byConsent } = consequences(
      { audience: { participants: ["WS"], groups: ["OTHERS"] } },
      corrected({ TO: "named-participant" }),
    );
    expect(ids(gets)).toEqual(["TO"]);
    expect({ unseen, byConsent }).toEqual({ unseen: [], byConsent: [] });
  });

  test("that a partner gets a correction by the audience of what it corrects", () => {
    const held = { NAVY: "operation-participant", TO: "operation-participant" };
    const toTonga = { audience: { participants: ["TO"] } };
    const kept = consequences(toTonga, corrected(held, ["FJ-SEA"]));
    expect(ids(kept.gets)).toEqual(["NAVY", "TO"]);
    // Its sponsor has left that one; the correction names another.
    const left = consequences(
      { audience: { operations: ["FJ-SEA"] } },
      corrected(held, ["FJ-AIR"]),
    );
    expect(ids(left.gets)).toEqual(["TO"]);
    expect(left.withheld.map(({ decision }) => decision.rule)).toEqual(["partner-apart"]);
    expect([...kept.perhaps, ...left.perhaps]).toEqual([]);
  });

  test("that the hub alone knows whether a partner gets a correction through an operation one does not see", () => {
    const readers = corrected({ NAVY: "joined-operation", TO: "operation-participant" }, ["NZ-X"]);
    const { gets, withheld, perhaps, apart } = consequences({ audience: ["TO"] }, readers);
    expect([ids(gets), ids(withheld), perhaps.map(({ id }) => id)]).toEqual([["TO"], [], ["NAVY"]]);
    expect(apart.map(({ id }) => id)).not.toContain("NAVY");
    const holders = readers.corrected!.readers;
    const { keeps, staysBehind } = differenceTo(holders, { gets, perhaps }, "FJ");
    expect({ keeps, staysBehind }).toEqual({ keeps: ["TO"], staysBehind: [] });
    // Who answers for it in another that one sees, answers for it.
    const also = consequences(
      { audience: ["TO"] },
      corrected({ NAVY: "joined-operation" }, ["NZ-X", "FJ-SEA"]),
    );
    expect([ids(also.gets), also.perhaps]).toEqual([["NAVY"], []]);
  });

  test("that a consent gives of a correction no more than it was limited to, which the hub alone knows", () => {
    const readers = corrected({ NAVY: "consent", TO: "named-participant", WS: "consent" });
    const { gets, byConsent } = consequences({ audience: ["TO"] }, readers);
    expect(ids(gets)).toEqual(["NAVY", "TO", "WS"]);
    expect(byConsent.map(({ id }) => id)).toEqual(["NAVY", "WS"]);
  });
});

test("a change tells who is new, who keeps it and who stays behind with the version before", () => {
  const holding = { rule: "named-participant", officers: [] };
  const holders = new Map([
    ["FJ", holding],
    ["WS", holding],
    ["TO", holding],
  ]);
  const { gains, keeps, staysBehind } = differenceTo(
    holders,
    consequences({ audience: ["TO", "VU"] }),
    "FJ",
  );
  expect({ gains, keeps, staysBehind }).toEqual({
    gains: ["VU"],
    keeps: ["TO"],
    staysBehind: ["WS"],
  });
});
