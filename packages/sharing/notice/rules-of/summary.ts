import {
  type EventTime,
  Kind,
  type Summary,
  TimePrecision,
} from "@talanoa/contract/generated/talanoa.ts";
import { alertTypeWords, directionWords, timePrecisionWords } from "@talanoa/contract/words.ts";
import type { Findings } from "../findings.ts";
import { limits } from "../limits.ts";
import type { Checking } from "./checking.ts";
import { checkRange } from "./header.ts";
import { checkLine, checkText, isSaid } from "./text.ts";

export function checkSummary(summary: Summary, { header, findings }: Checking): void {
  const { title, caseReference, alertType, time, direction, office, detectionMethod } = summary;
  if (!isSaid(title)) findings.violation("title-required", "title");
  checkLine(title, "title", limits.lineText, findings);
  checkLine(caseReference, "case_reference", limits.shortText, findings);
  checkLine(office, "office", limits.lineText, findings);
  checkText(detectionMethod, "detection_method", limits.paragraph, findings);

  const needsType = header.kind === Kind.ALERT;
  if (!(alertType in alertTypeWords) && (needsType || alertType !== 0)) {
    findings.violation("type-required", "type");
  }
  if (direction !== 0 && !(direction in directionWords)) {
    findings.violation("direction-known", "direction");
  }
  if (time) checkEventTime(time, header.eventAt, findings);
  else if (header.kind === Kind.ALERT) findings.violation("when-required", "when");
}

function checkEventTime(
  { startAt, endAt, precision }: EventTime,
  eventAt: number,
  findings: Findings,
): void {
  if (startAt === 0) findings.violation("when-required", "when");
  if (startAt !== eventAt) findings.violation("when-of-header", "when");
  if (!(precision in timePrecisionWords)) findings.violation("when-precision", "when.precision");
  checkRange(endAt, "when.end", findings);
  const isOpenPeriod = precision === TimePrecision.PERIOD && endAt === 0;
  if (isOpenPeriod || (endAt !== 0 && endAt < startAt))
    findings.violation("when-order", "when.end");
}
