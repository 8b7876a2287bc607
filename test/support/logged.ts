import type { HubClient } from "@talanoa/client/connect.ts";
import { queryLog } from "@talanoa/client/log.ts";
import { publish } from "@talanoa/client/publish.ts";
import { type NoticeRef, Purpose } from "@talanoa/contract/generated/talanoa.ts";
import { expect, vi } from "vitest";
import { alertDraft } from "./drafts.ts";
import type { TestHub } from "./hub.ts";
import { trailOf } from "./log.ts";

/** Publishes a notice of Fiji to Tonga and Samoa, and waits until the log has its routing. */
export async function exchanged(hub: TestHub): Promise<NoticeRef> {
  const draft = alertDraft({ audience: { participants: ["TO", "WS"] } });
  const publisher = await hub.as("fj-publisher");
  const { ref } = (await publish(publisher, { draft }, { patience: 60_000 })).publication;
  const auditor = await hub.as("fj-auditor");
  const wait = { timeout: 60_000, interval: 200 };
  await vi.waitFor(async () => {
    const steps = (await trailOf(auditor, ref)).map(({ step }) => step);
    expect(steps).toContain("routed");
  }, wait);
  return ref;
}

/** Has the log write so many records, by asking it. */
export async function recorded(auditor: HubClient, count: number): Promise<void> {
  const reason = { purpose: Purpose.TRAINING, caseNumber: "" };
  const ask = async () => {
    for await (const _ of queryLog(auditor, reason, { pageSize: 1, steps: ["refused"] })) return;
  };
  for (let done = 0; done < count; done += 50) {
    await Promise.all(Array.from({ length: Math.min(50, count - done) }, ask));
  }
}
