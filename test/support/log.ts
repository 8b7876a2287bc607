import type { HubClient } from "@talanoa/client/connect.ts";
import type { CallOptions } from "@talanoa/client/hub.ts";
import { type LogEntry, queryLog, trail } from "@talanoa/client/log.ts";
import { type NoticeRef, Purpose } from "@talanoa/contract/generated/talanoa.ts";
import { steps } from "@talanoa/contract/records.ts";

const reason = { purpose: Purpose.AUDIT, caseNumber: "" };

/** All entries of the exchange log from a place on that a participant's auditor may see, the heads among them. */
export function wholeLog(auditor: HubClient, fromIndex = 0): Promise<LogEntry[]> {
  const every = [...Object.values(steps), "unknown"];
  const question = { pageSize: 1_000, includeExercises: true, steps: every, fromIndex };
  return Array.fromAsync(queryLog(auditor, reason, question, { patience: 60_000 }));
}

/** All entries about one notice that an auditor may see. */
export function trailOf(
  auditor: HubClient,
  notice: NoticeRef,
  options?: CallOptions,
): Promise<LogEntry[]> {
  return Array.fromAsync(trail(auditor, reason, notice, options));
}
