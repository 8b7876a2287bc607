import {
  type ContactPoint,
  type Operation,
  OperationNotice,
  type OperationResult,
} from "@talanoa/contract/generated/talanoa.ts";
import { SUBJECT_TOKEN } from "@talanoa/contract/subjects.ts";
import { operationNoticeWords, operationPhaseWords } from "@talanoa/contract/words.ts";
import { isParticipantForm } from "../../codes/participants.ts";
import type { Findings } from "../findings.ts";
import { limits } from "../limits.ts";
import { isAmount } from "./amount.ts";
import { checkParticipant } from "./audience.ts";
import type { Checking } from "./checking.ts";
import { checkRange } from "./header.ts";
import { checkDistinct, checkList } from "./lists.ts";
import { checkLine, checkText, isSaid } from "./text.ts";

export function checkOperation(operation: Operation, { findings }: Checking): void {
  const { name, phase, startsAt, endsAt, objective, coordinationUnit } = operation;
  if (!isSaid(name)) findings.violation("operation-name-required", "operation.name");
  checkLine(name, "operation.name", limits.lineText, findings);
  if (!(phase in operationPhaseWords)) findings.violation("phase-required", "operation.phase");
  if (startsAt === 0) findings.violation("starts-required", "operation.starts");
  checkRange(startsAt, "operation.starts", findings);
  checkRange(endsAt, "operation.ends", findings);
  if (endsAt !== 0 && endsAt < startsAt) findings.violation("ends-after-starts", "operation.ends");
  if (!isSaid(objective)) findings.violation("objective-required", "operation.objective");
  checkText(objective, "operation.objective", limits.paragraph, findings);
  checkLine(coordinationUnit, "operation.coordination_unit", limits.lineText, findings);
  const { participants, contactPoints, results } = operation;
  if (participants.length === 0) {
    findings.violation("participants-required", "operation.participants");
  }
  checkDistinct(participants, "operation.participants", findings);
  checkList(
    participants,
    limits.operationParticipants,
    "operation.participants",
    findings,
    checkParticipant,
  );
  checkList(
    contactPoints,
    limits.contactPoints,
    "operation.contact_points",
    findings,
    checkContactPoint,
  );
  checkList(results, limits.results, "operation.results", findings, checkResult);
  checkReport(operation, findings);
}

/** A report is of an operation of the directory, and only the closing one counts the tasks. */
function checkReport({ operation, notice, tasks }: Operation, findings: Findings): void {
  const isReport =
    notice === OperationNotice.SITUATION_REPORT || notice === OperationNotice.CLOSING_REPORT;
  if (notice !== 0 && !(notice in operationNoticeWords)) {
    findings.violation("operation-notice", "operation.notice");
  }
  if (operation === "" ? isReport : !SUBJECT_TOKEN.test(operation)) {
    findings.violation("operation-named", "operation.id");
  }
  if (!tasks) return;
  if (notice !== OperationNotice.CLOSING_REPORT || tasks.answered > tasks.asked) {
    findings.violation("operation-tasks", "operation.tasks");
  }
}

function checkContactPoint(point: ContactPoint, field: string, findings: Findings): void {
  if (!isParticipantForm(point.participant) || !isSaid(point.office)) {
    findings.violation("contact-point-office", field);
  }
  checkLine(point.office, `${field}.office`, limits.lineText, findings);
  checkLine(point.channel, `${field}.channel`, limits.lineText, findings);
}

function checkResult(result: OperationResult, field: string, findings: Findings): void {
  if (!isSaid(result.measure)) findings.violation("result-measure", `${field}.measure`);
  if (!isAmount(result.quantity)) findings.violation("quantity-range", `${field}.quantity`);
  checkLine(result.measure, `${field}.measure`, limits.lineText, findings);
  checkLine(result.unit, `${field}.unit`, limits.shortText, findings);
  checkText(result.note, `${field}.note`, limits.paragraph, findings);
}
