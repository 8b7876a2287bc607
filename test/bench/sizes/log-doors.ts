import type { HubClient } from "@talanoa/client/connect.ts";
import { fetchCheckpoint, logPolicy } from "@talanoa/client/log-proof.ts";
import {
  ExchangeLogService,
  Purpose,
  type QueryRequest,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { setTimeout as sleep } from "node:timers/promises";

const reason = { purpose: Purpose.AUDIT, caseNumber: "" };

/** Milliseconds that each of some actions took, one after the other. */
async function timed<T>(
  each: readonly T[],
  action: (one: T) => Promise<unknown>,
): Promise<number[]> {
  const times: number[] = [];
  for (const one of each) {
    const started = performance.now();
    await action(one);
    times.push(performance.now() - started);
  }
  return times;
}

/** A page of each question, through the door: recorded, reached by the log, answered. */
export function timeQueries(
  auditor: HubClient,
  questions: readonly Init<QueryRequest>[],
): Promise<number[]> {
  return timed(questions, (question) =>
    auditor.call(ExchangeLogService.query, { ...question, reason }),
  );
}

export async function timeInclusionProofs(auditor: HubClient, indexes: readonly number[]) {
  return timed(indexes, (index) => auditor.call(ExchangeLogService.prove, { indexes: [index] }));
}

export async function timeConsistencyProofs(auditor: HubClient, sizes: readonly number[]) {
  return timed(sizes, (since) => auditor.call(ExchangeLogService.getCheckpoint, { since }));
}

/** Waits until a checkpoint of so many entries is shown. */
export async function checkpointOf(auditor: HubClient, size: number): Promise<void> {
  const policy = logPolicy(auditor.identity.hub);
  for (;;) {
    const { checkpoint } = await fetchCheckpoint(auditor, policy, undefined, { patience: 60_000 });
    if (checkpoint.size >= size) return;
    await sleep(200);
  }
}
