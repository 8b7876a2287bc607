import { randomBytes } from "node:crypto";
import type { HubClient } from "@talanoa/client/connect.ts";
import { explain } from "@talanoa/client/explain.ts";
import { queryLog, trail } from "@talanoa/client/log.ts";
import { findNotices, getNotice, listNotices } from "@talanoa/client/notices.ts";
import { state } from "@talanoa/client/state.ts";
import { NoticeHeader, type NoticeRef, Purpose } from "@talanoa/contract/generated/talanoa.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { newId } from "@talanoa/sharing/notice/id.ts";
import type { Cast } from "./cast.ts";
import type { Finding, Played } from "./played.ts";

const reason = { purpose: Purpose.TRAINING, caseNumber: "" };
/** A hub under trial may be down for a while. */
const patient = { patience: 60_000, deadline: 30_000 };

/**
 * Tries to reach, as a participant, each notice that it was not sent, by every door that it has: list,
 * get, find, explain, statement, trail, query. What it finds is a leak, and so is an answer that
 * differs from that to a notice that does not exist.
 */
export async function tryDoors(
  cast: Cast,
  participant: string,
  played: readonly Played[],
): Promise<Finding[]> {
  const hidden = played.filter(({ inject, ref, again }) => {
    const { publisher, expected } = inject;
    return ref && !again && publisher !== participant && !expected.receive.includes(participant);
  });
  const officer = await cast.as(participant, "liaison");
  const auditor = await cast.as(participant, "auditor");
  const leak = (inject: string, door: string): Finding => ({
    inject,
    what: `LEAK: ${participant} reached it by ${door}`,
  });

  const hiddenIds = new Map(hidden.map(({ inject, ref }) => [ref!.id, inject.id]));
  const findings: Finding[] = [];
  // An earlier version that one holds may be of a notice whose later version one was not sent.
  const held = new Set<string>();
  for await (const copy of listNotices(officer, { brief: true, ...patient })) {
    if (!copy.notice) continue;
    const { id, version } = NoticeHeader.decode(copy.notice.header);
    held.add(id);
    const its = hidden.find(({ ref }) => ref!.id === id && ref!.version === version);
    if (its) findings.push(leak(its.inject.id, "the list"));
  }
  for await (const { parts } of queryLog(
    auditor,
    reason,
    { pageSize: 1_000, includeExercises: true },
    patient,
  )) {
    const text = JSON.stringify(parts.map(({ facts }) => facts));
    for (const [id, inject] of hiddenIds)
      if (!held.has(id) && text.includes(id)) findings.push(leak(inject, "a query of the log"));
  }

  const absent = { origin: participant, id: newId(Date.now(), randomBytes), version: 1 };
  const asAbsent = await answersOf(officer, { ...absent, origin: hidden[0]?.ref?.origin ?? "FJ" });
  for (const { inject, ref, notice } of hidden) {
    if (held.has(ref!.id)) {
      const answer = await answerOf(() => getNotice(officer, ref!, patient));
      if (answer !== asAbsent.get) findings.push(leak(inject.id, "get"));
      continue;
    }
    const answers = await answersOf(officer, ref!);
    for (const [door, answer] of Object.entries(answers))
      if (answer !== asAbsent[door as keyof typeof asAbsent]) findings.push(leak(inject.id, door));
    const parts = ref!.id.replaceAll("-", "").slice(-8);
    const found = await findNotices(officer, { origin: ref!.origin, idPart: parts }, patient);
    if (found.some(({ id }) => id === ref!.id)) findings.push(leak(inject.id, "find"));
    if (notice) {
      const said = await answerOf(() => state(officer, notice, { acknowledged: {} }, patient));
      if (said !== "not-found: there is no such notice")
        findings.push(leak(inject.id, "a statement"));
    }
    // That it asked and was refused is its own doing, and all that it sees.
    const steps = (await Array.fromAsync(trail(auditor, reason, ref!, patient))).map(
      ({ step }) => step,
    );
    if (steps.some((step) => step !== "refused")) findings.push(leak(inject.id, "the trail"));
  }
  return findings;
}

async function answersOf(officer: HubClient, ref: NoticeRef) {
  return {
    get: await answerOf(() => getNotice(officer, ref, patient)),
    "get of the newest version": await answerOf(() =>
      getNotice(officer, { ...ref, version: 0 }, patient),
    ),
    explain: await answerOf(() => explain(officer, ref, patient)),
  };
}

/** How a door answers: its code and text, or that it gave something. */
async function answerOf(ask: () => Promise<unknown>): Promise<string> {
  try {
    await ask();
    return "given";
  } catch (error) {
    if (error instanceof HubError) return `${error.code}: ${error.message}`;
    throw error;
  }
}
