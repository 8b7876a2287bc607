import { Kind, SectionType } from "@talanoa/contract/generated/talanoa.ts";
import { isKnownKind, type KnownKind } from "@talanoa/contract/kinds.ts";
import type { Findings } from "../findings.ts";
import { type OpenedNotice, sectionOf } from "../open.ts";
import { checkReplyNotice } from "./reply.ts";
import { checkRequestNotice } from "./request.ts";
import { checkRiskFlagNotice } from "./risk-flag.ts";

/** The rules of a whole notice of each kind. Add a kind: one row here. */
const kindRules = {
  [Kind.ALERT]: checkAlert,
  [Kind.OPERATION]: checkOperationNotice,
  [Kind.REQUEST]: checkRequestNotice,
  [Kind.REPLY]: checkReplyNotice,
  [Kind.RISK_FLAG]: checkRiskFlagNotice,
} satisfies {
  readonly [Each in KnownKind]: (opened: OpenedNotice, findings: Findings) => void;
};

export function checkKindRules(opened: OpenedNotice, findings: Findings): void {
  const { kind } = opened.header;
  if (isKnownKind(kind)) kindRules[kind](opened, findings);
}

const what = new Set<number>([SectionType.GOODS, SectionType.CONVEYANCE, SectionType.NARRATIVE]);

function checkAlert({ sections }: OpenedNotice, findings: Findings): void {
  if (!sections.some(({ type }) => what.has(type))) findings.violation("what-required", "goods");
}

/** The header has the time that the summary gives, else the start of the operation. */
function checkOperationNotice(opened: OpenedNotice, findings: Findings): void {
  if (sectionOf(opened, SectionType.SUMMARY)?.time) return;
  const startsAt = sectionOf(opened, SectionType.OPERATION)?.startsAt ?? 0;
  if (opened.header.eventAt !== startsAt) findings.violation("when-of-header", "operation.starts");
}
