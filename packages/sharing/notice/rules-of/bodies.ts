import { SectionType } from "@talanoa/contract/generated/talanoa.ts";
import {
  isKnownSectionType,
  type KnownSectionType,
  type SectionBody,
} from "@talanoa/contract/sections.ts";
import type { Findings } from "../findings.ts";
import type { OpenedNotice } from "../open.ts";
import type { Checking } from "./checking.ts";
import { checkCompanies } from "./companies.ts";
import { checkConveyance } from "./conveyance.ts";
import { checkGoods } from "./goods.ts";
import { checkImage } from "./image.ts";
import { checkNarrative } from "./narrative.ts";
import { checkOperation } from "./operation.ts";
import { checkPassengers } from "./passengers.ts";
import { checkPersons } from "./persons.ts";
import { checkPlaces } from "./places.ts";
import { checkReference } from "./reference.ts";
import { checkReply } from "./reply.ts";
import { checkRequest } from "./request.ts";
import { checkRiskFlag } from "./risk-flag.ts";
import { checkSource } from "./source.ts";
import { checkSummary } from "./summary.ts";

/** The rules of what a section says, by its type. Add a type: one row here. */
const bodyRules = {
  // Looked at by the rules of sections and of the audience.
  [SectionType.ROUTING]: () => {},
  [SectionType.SUMMARY]: checkSummary,
  [SectionType.PLACES]: checkPlaces,
  [SectionType.GOODS]: checkGoods,
  [SectionType.CONVEYANCE]: checkConveyance,
  [SectionType.NARRATIVE]: checkNarrative,
  [SectionType.IMAGE]: checkImage,
  [SectionType.PERSONS]: checkPersons,
  [SectionType.COMPANIES]: checkCompanies,
  [SectionType.SOURCE]: checkSource,
  [SectionType.OPERATION]: checkOperation,
  [SectionType.PASSENGERS]: checkPassengers,
  [SectionType.REFERENCE]: checkReference,
  [SectionType.REQUEST]: checkRequest,
  [SectionType.REPLY]: checkReply,
  [SectionType.RISK_FLAG]: checkRiskFlag,
} satisfies {
  readonly [Type in KnownSectionType]: (body: SectionBody<Type>, checking: Checking) => void;
};

/** The rules of what each section says. */
export function checkBodies({ header, sections }: OpenedNotice, findings: Findings): void {
  const counts = new Map<number, number>();
  for (const { type, body } of sections) {
    if (!isKnownSectionType(type)) continue;
    const index = counts.get(type) ?? 0;
    counts.set(type, index + 1);
    const check = bodyRules[type] as (body: unknown, checking: Checking) => void;
    check(body, { header, findings, index });
  }
}
