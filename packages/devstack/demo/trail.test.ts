import { Facts } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { SentCase } from "./copies.ts";
import { FEED_SUBSCRIPTION, plannedCases, REGION_SUBSCRIPTION } from "./plan.ts";
import { checkTrail } from "./trail.ts";

const planned = plannedCases.find(
  (each) => each.case === "2022-03-17-pf-uturoa-cruise-methamphetamine",
)!;
const notice = { origin: "PF", id: "0198", version: 1 };
const sent: SentCase = { planned, id: notice.id, acknowledgedBy: new Set(["NZ"]) };

const facts = (init: Init<Facts>): Facts => Facts.decode(Facts.encode(init));
const copies = [{ notice }];
const released = (participant: string, subscription: string, attempt = 1) =>
  facts({ released: { participant, origin: "PF", subscription, attempt, copies } });
const received = (participant: string, subscription: string) =>
  facts({ received: { participant, origin: "PF", subscription, copies } });
const decisions = (receivers: readonly string[]) =>
  receivers.map((participant) => ({ participant, deliver: true, rule: "sub-region" }));

/** The trail that the plan asks for: of the six with a second subscription, CK's is of Polynesia. */
const whole: Facts[] = [
  facts({ accepted: { notice } }),
  facts({
    routed: {
      notice,
      cause: "first",
      decisions: [...decisions(planned.receivers), { participant: "GU", rule: "not-addressed" }],
    },
  }),
  ...planned.receivers.map((code) => released(code, FEED_SUBSCRIPTION)),
  ...planned.receivers.map((code) => received(code, FEED_SUBSCRIPTION)),
  released("CK", REGION_SUBSCRIPTION),
  received("CK", REGION_SUBSCRIPTION),
  facts({ acknowledged: { participant: "NZ", statement: "0199", notice } }),
];

describe("The check of a notice's trail", () => {
  test("finds nothing in a trail that has each step of each copy", () => {
    expect(checkTrail(sent, whole)).toEqual({ findings: [], steps: whole.length });
  });

  test("finds any one step that is missing", () => {
    fc.assert(
      fc.property(fc.nat({ max: whole.length - 1 }), (index) => {
        const { findings } = checkTrail(sent, whole.toSpliced(index, 1));
        expect(findings.length).toBeGreaterThan(0);
      }),
    );
  });

  test("finds a step too many: a stranger's, a second routing, a second first release", () => {
    const tooMany = [
      released("GU", "of-its-own"),
      received("GU", FEED_SUBSCRIPTION),
      released("GU", FEED_SUBSCRIPTION),
      released("NZ", REGION_SUBSCRIPTION),
      facts({ accepted: { notice } }),
      facts({ routed: { notice, cause: "first", decisions: decisions(planned.receivers) } }),
      released("NZ", FEED_SUBSCRIPTION),
    ];
    for (const step of tooMany) {
      expect(checkTrail(sent, [...whole, step]).findings.length).toBeGreaterThan(0);
    }
  });

  test("lets pass what is not of the plan: a second release after a lost connection, a look of one's own, statements", () => {
    const more = [
      released("NZ", FEED_SUBSCRIPTION, 2),
      released("NZ", "my-own"),
      released("NZ", ""),
      facts({ routed: { notice, statement: "0199", decisions: decisions(["PF"]) } }),
      facts({
        released: {
          participant: "PF",
          origin: "NZ",
          subscription: FEED_SUBSCRIPTION,
          attempt: 1,
          copies: [{ notice, statement: "0199" }],
        },
      }),
      facts({ opened: { participant: "NZ", origin: "PF", copies } }),
    ];
    expect(checkTrail(sent, [...whole, ...more]).findings).toEqual([]);
  });

  test("finds a decision that differs from the plan, though all copies came", () => {
    const wrong = facts({
      routed: {
        notice,
        cause: "first",
        decisions: decisions([...planned.receivers.slice(1), "GU"]),
      },
    });
    const { findings } = checkTrail(sent, whole.with(1, wrong));
    expect(findings).toEqual([
      expect.stringContaining("leaves out AS"),
      expect.stringContaining("adds GU"),
    ]);
  });
});
