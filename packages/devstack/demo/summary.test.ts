import { Statement } from "@talanoa/contract/generated/talanoa.ts";
import { describe, expect, test } from "vitest";
import { expectedCopies } from "./copies.ts";
import { FEED_SUBSCRIPTION, plannedCases, REGION_SUBSCRIPTION } from "./plan.ts";
import { exitStatusOf, summaryOf, summaryText } from "./summary.ts";
import { Tally } from "./tally.ts";

const log = { findings: [], steps: 4000 };
const run = { log, receiptDelays: [1, 2, 3, 4], seconds: 10 };

/** A run of the whole plan in which every copy comes, but for those that are held back. */
function played(hold: (participant: string, index: number) => boolean = () => false): Tally {
  const tally = new Tally();
  for (const [index, planned] of plannedCases.entries()) {
    const id = `notice-${index}`;
    tally.sends(planned, id);
    for (const name of expectedCopies(tally.sent.at(-1)!)) {
      const participant = name.split(" ")[0]!;
      if (hold(participant, index)) continue;
      const subscription = name === participant ? FEED_SUBSCRIPTION : REGION_SUBSCRIPTION;
      const { publisher: origin, marking } = planned;
      tally.copy({ participant, subscription, origin, id, marking, attempt: 1 });
    }
  }
  return tally;
}

const statement = (origin: string, notice: { origin: string; id: string }) =>
  Statement.decode(Statement.encode({ origin, notice: { ...notice, version: 1 } }));

describe("The demo's summary", () => {
  test("says that all is as planned, and counts what each participant did and got", () => {
    const summary = summaryOf({ ...run, tally: played() });
    expect(summary.findings).toEqual([]);
    expect(summary.notices).toBe(63);
    expect(summary.copies).toBe(summary.planned);
    expect(summary.toReceipt).toEqual({ p50: 2, p99: 4 });
    const nauru = summary.participants.find(({ participant }) => participant.id === "NR");
    const forNauru = plannedCases.filter(({ receivers }) => receivers.includes("NR")).length;
    expect(nauru).toMatchObject({ published: 0, received: forNauru, regional: 0 });
    const text = summaryText(summary);
    expect(text).toContain("All as planned");
    expect(text.match(/^(NR|OCO) .*/gm)).toHaveLength(2);
  });

  test("names what did not come, and does not drown in it", () => {
    const tally = played((participant) => participant === "TL");
    expect(tally.complete).toBe(false);
    const summary = summaryOf({ ...run, tally });
    expect(summary.findings.length).toBeGreaterThan(20);
    const text = summaryText(summary);
    expect(text).toContain(`${summary.findings.length} things are not as planned`);
    expect(text).toContain("2012-11-19-tl-dili-airport-cocaine did not reach TL");
    expect(text).toMatch(/and \d+ more/);
    expect(text).not.toContain("All as planned");
  });

  test("waits for the answers to acknowledgements, and names the one that did not come back", () => {
    const tally = played();
    const sent = tally.sent.at(-1)!;
    const { publisher } = sent.planned;
    expect(tally.complete).toBe(true);
    tally.acknowledged(sent, "NZ");
    expect(tally.complete).toBe(false);
    expect(tally.findings()).toEqual([
      `${sent.planned.case}: ${publisher} was not told that NZ acknowledged`,
    ]);
    const notice = { origin: publisher, id: sent.id };
    // Its own copy of the statement is not the publisher's.
    tally.statement("NZ", statement("NZ", notice));
    expect(tally.complete).toBe(false);
    tally.statement(publisher, statement("NZ", notice));
    expect(tally.complete).toBe(true);
    expect(tally.findings()).toEqual([]);
  });

  test("does not count a notice of another run", () => {
    const tally = played();
    const other = {
      participant: "NZ",
      origin: "FJ",
      id: "another",
      marking: "TLP:RED",
      attempt: 1,
    };
    expect(tally.copy({ ...other, subscription: FEED_SUBSCRIPTION })).toBeNull();
    expect(tally.findings()).toEqual([]);
  });
});

test("a run ends with 1 when the copies, the log or the screening differ from the plan in anything", () => {
  const status = (tally: Tally, findings: string[] = [], unlike: string[] = []) =>
    exitStatusOf(summaryOf({ ...run, tally, log: { ...log, findings } }).findings, unlike);
  const whole = played();
  expect(status(whole)).toBe(0);
  // One copy of one notice does not come.
  expect(status(played((participant, index) => participant === "NZ" && index === 0))).toBe(1);
  expect(status(whole, ["a step is missing"])).toBe(1);
  expect(status(whole, [], ["a flag did not come"])).toBe(1);
});
