import { expectedCopies } from "./copies.ts";
import { type DemoMember, participants } from "./members.ts";
import { FEED_SUBSCRIPTION } from "./plan.ts";
import type { Tally } from "./tally.ts";
import type { TrailCheck } from "./trail.ts";

/** What one participant did and got. */
export interface ParticipantRow {
  readonly participant: DemoMember;
  readonly published: number;
  /** Copies in its feed, and in its regional subscription. */
  readonly received: number;
  readonly regional: number;
  readonly acknowledged: number;
}

/** What came of the demo. */
export interface DemoSummary {
  readonly notices: number;
  /** What was published last, as commands take it: `PF/0198…/1`. */
  readonly lastNotice: string;
  readonly copies: number;
  /** How many copies the plan asks for. */
  readonly planned: number;
  readonly acknowledged: number;
  /** Steps of the notices that the log has: accepted, routed, released, received, acknowledged. */
  readonly steps: number;
  /** Milliseconds at the middle and for the slowest in a hundred. */
  readonly toReceipt: Delay;
  readonly toLastCopy: Delay;
  /** From the first notice to the last copy. */
  readonly seconds: number;
  /** What is not as planned, each as a sentence; empty when all is. */
  readonly findings: readonly string[];
  readonly participants: readonly ParticipantRow[];
}

interface Delay {
  readonly p50: number;
  readonly p99: number;
}

export function summaryOf(run: {
  tally: Tally;
  log: TrailCheck;
  receiptDelays: readonly number[];
  seconds: number;
}): DemoSummary {
  const { sent, copies } = run.tally;
  const last = sent.at(-1);
  const rows = participants.map((participant): ParticipantRow => {
    const its = copies.filter((copy) => copy.participant === participant.id);
    const received = its.filter(({ subscription }) => subscription === FEED_SUBSCRIPTION).length;
    return {
      participant,
      published: sent.filter(({ planned }) => planned.publisher === participant.id).length,
      received,
      regional: its.length - received,
      acknowledged: sent.filter(({ acknowledgedBy }) => acknowledgedBy.has(participant.id)).length,
    };
  });
  return {
    notices: sent.length,
    lastNotice: last ? `${last.planned.publisher}/${last.id}/1` : "",
    copies: copies.length,
    planned: sent.reduce((sum, each) => sum + expectedCopies(each).length, 0),
    acknowledged: rows.reduce((sum, row) => sum + row.acknowledged, 0),
    steps: run.log.steps,
    toReceipt: delayOf(run.receiptDelays),
    toLastCopy: delayOf(run.tally.delays),
    seconds: run.seconds,
    findings: [...run.tally.findings(), ...run.log.findings],
    participants: rows,
  };
}

function delayOf(delays: readonly number[]): Delay {
  const sorted = delays.toSorted((a, b) => a - b);
  const at = (part: number) => sorted[Math.ceil(sorted.length * part) - 1] ?? 0;
  return { p50: at(0.5), p99: at(0.99) };
}

/** The status with which a run ends: 0 only if all went as planned. */
export function exitStatusOf(...findings: readonly (readonly string[])[]): 0 | 1 {
  return findings.every((each) => each.length === 0) ? 0 : 1;
}

/** Most findings that are told in full; one broken part can cause hundreds. */
const TOLD = 20;

/** The summary for a person. */
export function summaryText(summary: DemoSummary): string {
  const { notices, copies, planned, findings, toReceipt, toLastCopy } = summary;
  const delay = ({ p50, p99 }: Delay) => `${p50.toFixed(1)} ms, slowest ${p99.toFixed(1)} ms`;
  const facts = [
    ["notices published", String(notices)],
    ["copies received", `${copies}, planned ${planned}`],
    ["acknowledged", String(summary.acknowledged)],
    ["steps in the log", String(summary.steps)],
    ["from sending to the receipt", `half within ${delay(toReceipt)}`],
    ["from sending to the last copy", `half within ${delay(toLastCopy)}`],
    ["time", `${summary.seconds.toFixed(1)} s`],
  ];
  const verdict =
    findings.length === 0
      ? [
          "All as planned: everyone has what is meant for it, nobody else, and the log has every step.",
        ]
      : [
          `${findings.length} things are not as planned:`,
          ...findings.slice(0, TOLD).map((finding) => `  - ${finding}`),
          ...(findings.length > TOLD ? [`  and ${findings.length - TOLD} more`] : []),
        ];
  return [
    "Copies received, one's own too; the figures of the log leave those out.",
    participantTable(summary.participants),
    ...facts.map(([name = "", value]) => `${name.padEnd(30)} ${value}`),
    "",
    ...verdict,
  ].join("\n");
}

const NAME_WIDTH = 30;

/** At most 80 characters wide. */
function participantTable(rows: readonly ParticipantRow[]): string {
  const head = ["published", "received", "by region", "acknowledged"];
  const line = (id: string, name: string, cells: readonly string[]) =>
    id.padEnd(5) +
    name.padEnd(NAME_WIDTH) +
    cells.map((cell, i) => cell.padStart(head[i]!.length + 1)).join("");
  return [
    line("", "participant", head),
    ...rows.map(({ participant: { id, name }, published, received, regional, acknowledged }) => {
      const counts = [published, received, regional, acknowledged];
      return line(
        id,
        name,
        counts.map((count) => (count === 0 ? "·" : String(count))),
      );
    }),
    "",
  ].join("\n");
}
