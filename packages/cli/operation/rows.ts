import type { JointOperation, OperationParticipant } from "@talanoa/contract/generated/talanoa.ts";
import { operationPhaseWords, wordOf } from "@talanoa/contract/words.ts";
import { isInIt } from "@talanoa/sharing/operation/membership.ts";
import { type Form, periodJson } from "../entry-rows.ts";
import type { Json } from "../json.ts";
import { isoTime, utc } from "@talanoa/client/times.ts";

/** Joint operations as rows. */
export const operationRows: Form<JointOperation> = {
  type: "operation",
  columns: [
    { title: "id" },
    { title: "name", shrinksTo: 16, wraps: true },
    { title: "coordinator" },
    { title: "phase" },
    { title: "window" },
    { title: "participants", shrinksTo: 16, wraps: true },
  ],
  none: "No joint operation that you may see is in the directory.",
  row: ({ operation }) => operation,
  cells: (its) => [
    its.id,
    its.name,
    its.coordinator,
    wordOf(operationPhaseWords, its.phase),
    [its.startsAt, its.endsAt]
      .map((at) => utc(at).slice(0, 10))
      .join(" to ")
      .trim(),
    its.participants
      .filter((row) => isInIt(row, Date.now()))
      .map(participantText)
      .join(", "),
  ],
  json: operationJson,
  sort: ({ id }) => id,
};

export function operationJson(its: JointOperation): { [key: string]: Json } {
  return {
    id: its.id,
    name: its.name,
    coordinator: its.coordinator,
    phase: wordOf(operationPhaseWords, its.phase),
    starts_at: isoTime(its.startsAt),
    ends_at: isoTime(its.endsAt),
    objective: its.objective,
    participants: its.participants.map((row) => ({
      participant: row.participant,
      ...periodJson(row.period),
      sees_earlier: row.seesEarlier,
      sponsor: row.sponsor || null,
    })),
  };
}

/** `NAVY (sponsor TO)` for a partner organisation. */
function participantText({ participant, sponsor }: OperationParticipant): string {
  return sponsor ? `${participant} (sponsor ${sponsor})` : participant;
}
