import { Kind, Tlp } from "@talanoa/contract/generated/talanoa.ts";
import {
  alertTypeWords,
  kindWords,
  operationPhaseWords,
  requestTypeWords,
  tlpWords,
} from "@talanoa/contract/words.ts";
import { AlertType, OperationPhase, RequestType } from "@talanoa/contract/generated/talanoa.ts";
import type { Written } from "./draft-path.ts";
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

/** The day on the calendar of whoever sits at the device. */
export function localDay(now: Date): string {
  const two = (number: number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** The time there to the minute, with its offset: `2025-07-14T09:30+12:00`. */
export function localMinute(now: Date): string {
  const two = (number: number) => String(number).padStart(2, "0");
  const offset = -now.getTimezoneOffset();
  const away = Math.abs(offset);
  const zone = `${offset < 0 ? "-" : "+"}${two(Math.floor(away / 60))}:${two(away % 60)}`;
  return `${localDay(now)}T${two(now.getHours())}:${two(now.getMinutes())}${zone}`;
}
