import {
  ExchangeLogService,
  type Reason,
  type StatsRequest,
  type StatsResponse,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import type { CallOptions, Hub } from "./hub.ts";

/** Counting a log of millions takes its time. */
const DEADLINE = 300_000;

/** What was exchanged in figures; that it was asked is itself recorded. Throws HubError. */
export function logStats(
  hub: Hub,
  reason: Reason,
  question: Omit<Init<StatsRequest>, "reason">,
  options?: CallOptions,
): Promise<StatsResponse> {
  const request = { ...question, reason };
  return hub.call(ExchangeLogService.stats, request, { deadline: DEADLINE, ...options });
}
