import { setTimeout as sleep } from "node:timers/promises";
import type { HubClient } from "@talanoa/client/connect.ts";
import { trail } from "@talanoa/client/log.ts";
import { type Facts, Purpose } from "@talanoa/contract/generated/talanoa.ts";
import type { SentCase } from "./copies.ts";
import { checkTrail, factsOf, type TrailCheck } from "./trail.ts";

/** Why the demo reads the log: an auditor gives a purpose and a case number. */
const REASON = { purpose: Purpose.TRAINING, caseNumber: "DEMO" };
const AT_ONCE = 4;
const PAGE = 500;

/**
 * Reads the trail of every notice as the Secretariat's auditor and compares it with the plan. The
 * log follows the stream, so what is missing is looked for again while the patience (milliseconds)
 * lasts. Throws HubError.
 */
export async function checkLog(
  auditor: HubClient,
  sent: readonly SentCase[],
  { patience, signal }: { patience: number; signal: AbortSignal },
): Promise<TrailCheck> {
  const end = performance.now() + patience;
  const waiting = [...sent];
  const checks: TrailCheck[] = [];

  async function look(one: SentCase): Promise<TrailCheck> {
    const notice = { origin: one.planned.publisher, id: one.id, version: 1 };
    const facts: Facts[] = [];
    for await (const { parts } of trail(auditor, REASON, notice, { pageSize: PAGE, signal })) {
      const its = factsOf(parts);
      if (its) facts.push(its);
    }
    return checkTrail(one, facts);
  }

  async function lookAtAll(): Promise<void> {
    for (let one = waiting.shift(); one; one = waiting.shift()) {
      let check = await look(one);
      for (let pause = 100; check.findings.length > 0 && performance.now() < end; pause *= 2) {
        await sleep(Math.min(pause, 2_000), undefined, { signal });
        check = await look(one);
      }
      checks.push(check);
    }
  }

  await Promise.all(Array.from({ length: AT_ONCE }, lookAtAll));
  return {
    findings: checks.flatMap(({ findings }) => findings),
    steps: checks.reduce((sum, { steps }) => sum + steps, 0),
  };
}
