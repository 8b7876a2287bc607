import type { Operation } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { codeOf, operationNoticeWords, operationPhaseWords } from "@talanoa/contract/words.ts";
import type { Draft } from "./draft.ts";
import { readTime } from "./draft-time.ts";
import { said } from "./said.ts";

/** The end of an operation is the last moment of the day or month that was written. */
export function operationOf(written: NonNullable<Draft["operation"]>): Init<Operation> {
  return said({
    name: written.name,
    phase: written.phase && codeOf(operationPhaseWords, written.phase),
    startsAt: written.starts && readTime(written.starts)?.first,
    endsAt: written.ends && readTime(written.ends)?.last,
    objective: written.objective,
    participants: written.participants,
    coordinationUnit: written.coordination_unit,
    contactPoints: written.contact_points?.map((point) => said(point)),
    results: written.results?.map((result) => said(result)),
    operation: written.id,
    notice: written.notice && codeOf(operationNoticeWords, written.notice),
    tasks: written.tasks && said(written.tasks),
  }) as Init<Operation>;
}
