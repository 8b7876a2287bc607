import { Kind, Tlp } from "@talanoa/contract/generated/talanoa.ts";
import {
  alertTypeWords,
  kindWords,
  operationPhaseWords,
  requestTypeWords,
  tlpWords,
} from "@talanoa/contract/words.ts";
import { AlertType, OperationPhase, RequestType } from "@talanoa/contract/generated/talanoa.ts";
import type { Written } from "../../../words/draft-path.ts";
import type { WrittenKind } from "./plan.ts";

/** What stands in a new form of a kind. `today` is the day on the officer's own calendar, `2025-07-14`. */
export function blankDraft(kind: WrittenKind, today: string): Written {
  const marking = { tlp: tlpWords[Tlp.AMBER] };
  return { kind: kindWords[kind], ...beginnings(today)[kind], marking };
}

function beginnings(today: string): { readonly [Each in WrittenKind]: Written } {
  return {
    [Kind.ALERT]: { type: alertTypeWords[AlertType.SEIZURE], when: { start: today } },
    [Kind.OPERATION]: { operation: { phase: operationPhaseWords[OperationPhase.PLANNING] } },
    [Kind.REQUEST]: { request: { type: requestTypeWords[RequestType.INFORMATION] } },
    [Kind.REPLY]: {},
  };
}
