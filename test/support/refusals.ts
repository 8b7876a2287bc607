import { changeDirectory } from "@talanoa/client/directory.ts";
import type { HubClient } from "@talanoa/client/connect.ts";
import {
  IntakeService,
  type Record,
  type RefusedFacts,
  type SealedNotice,
} from "@talanoa/contract/generated/talanoa.ts";
import { keyIdOf } from "@talanoa/sharing/notice/sign.ts";
import { publicKey } from "@talanoa/sharing/notice/testing/sample-notice.ts";
import { expect, vi } from "vitest";
import { sealed } from "./bad-notices.ts";
import { readExchange, recordIn } from "./exchange.ts";
import { failure } from "./failure.ts";
import type { TestHub } from "./hub.ts";

/**
 * Makes the key of the samples one of French Polynesia. Resolves when the intake knows it, with how
 * many refusals that took.
 */
export async function enterSampleKey(hub: TestHub): Promise<number> {
  const key = { id: keyIdOf(publicKey), participant: "PF", publicKey };
  const change = { entry: { key }, revision: 0, reason: "test" };
  await changeDirectory(await hub.as("oco-secretariat"), change);
  let asked = 0;
  await follows(async () => {
    asked += 1;
    const said = await refused(await sealed({ header: { tlp: 0 } }), await hub.as("pf-publisher"));
    expect(said.rules).toEqual(["tlp-required"]);
  });
  return asked;
}

/** Waits until the services have followed a change of the directory. */
export function follows(check: () => Promise<void>): Promise<void> {
  return vi.waitFor(check, { timeout: 60_000 });
}

/** What the intake says to a notice that it is to refuse. */
export async function refused(notice: SealedNotice | null, by: HubClient) {
  const said = await failure(by.call(IntakeService.publish, { notice }));
  return { ...said, rules: said.violations.map(({ rule }) => rule) };
}

/** The records of refusals, in order. */
export async function refusedRecords(
  hub: TestHub,
): Promise<{ record: Record; facts: RefusedFacts }[]> {
  const messages = await readExchange(hub.stack.natsUrl);
  return messages.flatMap((message) => {
    const its = recordIn(message);
    const facts = its?.record.facts?.refused;
    return its && facts ? [{ record: its.record, facts }] : [];
  });
}

/** How many refusals have been recorded. */
export async function recordedRefusals(hub: TestHub): Promise<number> {
  const records = await refusedRecords(hub);
  return records.reduce((sum, { facts }) => sum + facts.count, 0);
}

/** Subjects of what stands in the stream beside the directory, records of refusals and heads of the log. */
export async function otherSubjects(hub: TestHub): Promise<string[]> {
  const subjects = (await readExchange(hub.stack.natsUrl)).map(({ subject }) => subject);
  return subjects.filter((each) => !/^(directory\.|record\.(refused|heads)$)/.test(each));
}
