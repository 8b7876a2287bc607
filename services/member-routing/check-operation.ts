import {
  type JointOperation,
  OperationPhase,
  type OperationParticipant,
  ParticipantType,
} from "@talanoa/contract/generated/talanoa.ts";
import { operationPhaseWords } from "@talanoa/contract/words.ts";
import type { Directory } from "@talanoa/sharing/directory/directory.ts";
import { covers } from "@talanoa/sharing/directory/entry.ts";
import { limits } from "@talanoa/sharing/notice/limits.ts";
import type { Violation } from "@talanoa/sharing/notice/violation.ts";
import { checkPeriod, inDirectory, isName, overlap, unless } from "./entry-rules.ts";

const MOST_ROWS = 400;
const ID = /^[A-Z0-9]+-[A-Z0-9][A-Z0-9-]*$/;
const MOST_ID = 40;

/** The rules of a joint operation that is to stand in a directory; `now` is Unix ms. */
export function checkOperation(
  operation: JointOperation,
  directory: Directory,
  now: number,
): Violation[] {
  const standing = directory.operation(operation.id);
  return [
    ...checkFrame(operation, standing, directory),
    ...unless(operation.participants.length <= MOST_ROWS, "operation.participants", "list-length"),
    ...operation.participants
      .slice(0, MOST_ROWS)
      .flatMap((row, i) =>
        checkRow(row, operation.participants.slice(0, i), operation, directory).map(at(i)),
      ),
    ...checkHistory(operation.participants, standing?.participants ?? null, now),
  ];
}

function checkFrame(
  operation: JointOperation,
  standing: JointOperation | null,
  directory: Directory,
): Violation[] {
  const { id, name, coordinator, phase, startsAt, endsAt, objective, participants } = operation;
  const type = directory.participant(coordinator)?.type;
  const coordinates = type === ParticipantType.MEMBER || type === ParticipantType.SECRETARIAT;
  // So nobody learns by a refusal which operations others have.
  const isId = ID.test(id) && id.length <= MOST_ID && id.startsWith(`${coordinator}-`);
  const staysIn = participants.some((row) => row.participant === coordinator && !row.period?.until);
  return [
    ...unless(isId, "operation.id", "operation-id"),
    ...unless(isName(name), "operation.name", "name-required"),
    ...unless(
      coordinates && (staysIn || phase === OperationPhase.CLOSED),
      "operation.coordinator",
      "operation-coordinator",
    ),
    ...unless(
      !standing || standing.coordinator === coordinator,
      "operation.coordinator",
      "operation-coordinator-kept",
    ),
    ...unless(standing?.phase !== OperationPhase.CLOSED, "operation.phase", "operation-closed"),
    ...unless(phase in operationPhaseWords, "operation.phase", "operation-phase"),
    ...unless(startsAt > 0, "operation.starts_at", "operation-starts"),
    ...unless(endsAt === 0 || endsAt >= startsAt, "operation.ends_at", "operation-ends"),
    ...unless(
      objective.trim() !== "" && objective.length <= limits.paragraph,
      "operation.objective",
      "operation-objective",
    ),
  ];
}

/** The rules of one row; its field is told by who asks. */
function checkRow(
  { participant, period, sponsor }: OperationParticipant,
  before: readonly OperationParticipant[],
  { id, participants }: JointOperation,
  directory: Directory,
): Violation[] {
  const isPartner = isPartnerIn(directory, participant);
  // A row that stands stays: where a partner answers, routing takes it for none.
  const stands = directory
    .operationRows(id, participant)
    .some((was) => was.period?.from === period?.from);
  const answered =
    (stands || !isPartnerIn(directory, sponsor)) &&
    participants.some((row) => row.participant === sponsor);
  return [
    ...unless(inDirectory(directory, participant), "participant", "participant-in-directory"),
    ...unless(period !== null && period.from > 0, "period", "joined-dated"),
    ...(period ? checkPeriod(period, "period") : []),
    ...unless(
      !before.some((row) => row.participant === participant && overlap(row.period, period)),
      "period",
      "joined-once",
    ),
    ...unless(isPartner ? answered : sponsor === "", "sponsor", "operation-sponsor"),
  ];
}

function isPartnerIn(directory: Directory, participant: string): boolean {
  return directory.participant(participant)?.type === ParticipantType.PARTNER;
}

function at(index: number): (violation: Violation) => Violation {
  return (violation) => ({
    ...violation,
    field: `operation.participants[${index}].${violation.field}`,
  });
}

/** Joining and leaving are dated: what has been stays, and what is said is said from now on. */
function checkHistory(
  rows: readonly OperationParticipant[],
  standing: readonly OperationParticipant[] | null,
  now: number,
): Violation[] {
  const lately = now - limits.clockAhead;
  const keptAll = (standing ?? []).every((was) =>
    rows.some((row) => isSameRow(was, row) && isKept(was, row, lately)),
  );
  return [
    ...unless(keptAll, "operation.participants", "joined-kept"),
    ...rows.flatMap((row, i) => {
      const { period, seesEarlier } = row;
      const isNew = standing !== null && !standing.some((was) => isSameRow(was, row));
      const late = isNew && (period?.from ?? 0) < lately;
      // What was sent earlier is given to who is in it when this entry stands, and to nobody else ever.
      const early = seesEarlier && (period?.from ?? 0) > now;
      const field = `operation.participants[${i}].period`;
      return [...unless(!late, field, "joins-now"), ...unless(!early, field, "sees-earlier-now")];
    }),
  ];
}

/** Whether two rows are one and the same joining. */
export function isSameRow(one: OperationParticipant, other: OperationParticipant): boolean {
  return one.participant === other.participant && one.period?.from === other.period?.from;
}

function isKept(was: OperationParticipant, row: OperationParticipant, lately: number): boolean {
  const [before, after] = [was.period?.until ?? 0, row.period?.until ?? 0];
  const isOver = before !== 0 && !covers(was.period, lately);
  const untilKept = before === after || (!isOver && (after === 0 || after >= lately));
  return untilKept && was.sponsor === row.sponsor && (!was.seesEarlier || row.seesEarlier);
}
