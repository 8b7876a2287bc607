import type { RequestBody } from "@talanoa/contract/generated/talanoa.ts";
import { SUBJECT_TOKEN } from "@talanoa/contract/subjects.ts";
import { requestTypeWords } from "@talanoa/contract/words.ts";
import type { Findings } from "../findings.ts";
import { limits } from "../limits.ts";
import type { OpenedNotice } from "../open.ts";
import { checkNamed } from "./audience.ts";
import type { Checking } from "./checking.ts";
import { checkRange } from "./header.ts";
import { checkText, isSaid } from "./text.ts";

export function checkRequest(request: RequestBody, { header, findings }: Checking): void {
  const { type, text, answerBy, operation } = request;
  if (!(type in requestTypeWords)) findings.violation("request-type", "request.type");
  if (!isSaid(text)) findings.violation("request-text", "request.text");
  checkText(text, "request.text", limits.longText, findings);
  checkRange(answerBy, "request.answer_by", findings);
  if (answerBy === 0) findings.violation("answer-by-required", "request.answer_by");
  else if (answerBy <= header.issuedAt) {
    findings.violation("answer-by-after-issue", "request.answer_by");
  }
  if (operation !== "" && !SUBJECT_TOKEN.test(operation)) {
    findings.violation("request-operation", "request.operation");
  }
}

/**
 * Who is asked is named: nobody can say for all Members when a request is answered. And it is another: of
 * a group or an operation that is asked the requester may be one, by its own name it is not.
 */
export function checkRequestNotice({ header, routing }: OpenedNotice, findings: Findings): void {
  const audience = routing?.audience;
  if (!audience) return;
  checkNamed(audience, findings);
  const checkOther = (participant: string, field: string) => {
    if (participant === header.origin) findings.violation("request-of-others", field);
  };
  const { participants, officers } = audience;
  participants.forEach((each, i) => checkOther(each, `audience.participants[${i}]`));
  officers.forEach((each, i) => checkOther(each.participant, `audience.officers[${i}]`));
}
