import { randomBytes } from "node:crypto";
import type { HubClient } from "@talanoa/client/connect.ts";
import { explain } from "@talanoa/client/explain.ts";
import { queryLog, trail } from "@talanoa/client/log.ts";
import {
  findNotices,
  getNotice,
  listNotices,
  listOverdue,
  listRecalled,
  searchNotices,
  showNotice,
} from "@talanoa/client/notices.ts";
import { state } from "@talanoa/client/state.ts";
import {
  type FeedCopy,
  NoticeHeader,
  type NoticeRef,
  Purpose,
} from "@talanoa/contract/generated/talanoa.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { newId } from "@talanoa/sharing/notice/id.ts";
import type { Cast } from "./cast.ts";
import type { Finding, Played } from "./played.ts";
import { patient } from "./patient.ts";
import { byTitle } from "./searchable.ts";

const reason = { purpose: Purpose.TRAINING, caseNumber: "" };

type Hidden = Played & { readonly ref: NoticeRef };

/** Who tries the doors, and what it must not find behind them. */
interface Trial {
  readonly officer: HubClient;
  readonly auditor: HubClient;
  readonly hidden: readonly Hidden[];
  /** What it has, and of each the versions: a version that one holds may be of a notice of which one was not sent another. */
  readonly held: ReadonlyMap<string, NoticeRef>;
}

/** A door, by its name, and the inject that was behind it. */
type Leak = readonly [door: string, inject: string];

/**
 * Tries to reach, as a participant, each notice that it was not sent, by every door that it has: the lists (of
 * copies, requests, what is overdue, what was recalled), what is beside what it holds, search by title, get, find,
 * explain, statement, trail, query. What it finds is a leak, and so is an answer that differs from that to a notice
 * that does not exist. That search has caught up is for `unsearchable` to show.
 */
export async function tryDoors(
  cast: Cast,
  participant: string,
  played: readonly Played[],
): Promise<Finding[]> {
  const hidden = played.filter((each): each is Hidden => {
    const { publisher, expected } = each.inject;
    const isIts = publisher === participant || expected.receive.includes(participant);
    return each.ref !== null && !each.again && !isIts;
  });
  const officer = await cast.as(participant, "liaison");
  const auditor = await cast.as(participant, "auditor");
  const listed = refsOf(
    await Array.fromAsync(listNotices(officer, { ...patient, brief: true, allVersions: true })),
  );
  const held = new Map(listed.map((ref) => [ref.id, ref]));
  const trial: Trial = { officer, auditor, hidden, held };
  const leaks = [
    ...among(trial, "the list", listed),
    ...(await listLeaks(trial)),
    ...(await besideLeaks(trial, new Set(played.flatMap(({ ref }) => ref?.id ?? [])))),
    ...(await queryLeaks(trial)),
    ...(await namedLeaks(trial)),
  ];
  return leaks.map(([door, inject]) => ({
    inject,
    what: `LEAK: ${participant} reached it by ${door}`,
  }));
}

/** What is hidden among notices that a door gave. */
function among({ hidden, held }: Trial, door: string, refs: readonly NoticeRef[]): Leak[] {
  return refs.flatMap(({ id, version }) => {
    const isIt = ({ ref }: Hidden) =>
      ref.id === id && (ref.version === version || (version === 0 && !held.has(id)));
    return hidden.filter(isIt).map(({ inject }): Leak => [door, inject.id]);
  });
}

async function listLeaks(trial: Trial): Promise<Leak[]> {
  const { officer } = trial;
  const requests = listNotices(officer, {
    ...patient,
    brief: true,
    requests: {},
    allVersions: true,
  });
  const { overdue } = await listOverdue(officer, patient);
  const { recalled } = await listRecalled(officer, patient);
  return [
    ...among(trial, "the list of requests", refsOf(await Array.fromAsync(requests))),
    ...among(trial, "the list of what is overdue", overdue.flatMap(namedIn)),
    ...among(trial, "the list of what was recalled", recalled.flatMap(namedIn)),
  ];
}

function namedIn({ notice }: { readonly notice: NoticeRef | null }): NoticeRef[] {
  return notice ? [notice] : [];
}

/** What has a number in common with what one holds of this exercise. */
async function besideLeaks(trial: Trial, ids: ReadonlySet<string>): Promise<Leak[]> {
  const { officer, held } = trial;
  const leaks: Leak[] = [];
  for (const { origin, id } of [...held.values()].filter((ref) => ids.has(ref.id))) {
    // It may have expired since it was listed.
    const its = await showNotice(officer, { origin, id, version: 0 }, patient).catch(ifAbsent);
    leaks.push(...among(trial, "what is beside its own", its?.alsoIn.flatMap(namedIn) ?? []));
  }
  return leaks;
}

async function queryLeaks({ auditor, hidden, held }: Trial): Promise<Leak[]> {
  const leaks: Leak[] = [];
  const question = { pageSize: 1_000, includeExercises: true };
  for await (const { parts } of queryLog(auditor, reason, question, patient)) {
    const text = JSON.stringify(parts.map(({ facts }) => facts));
    for (const { ref, inject } of hidden)
      if (!held.has(ref.id) && text.includes(ref.id)) leaks.push(["a query of the log", inject.id]);
  }
  return leaks;
}

/** Each notice asked for by its name and by its title. */
async function namedLeaks(trial: Trial): Promise<Leak[]> {
  const { officer, auditor, hidden, held } = trial;
  const origin = hidden[0]?.ref.origin ?? "FJ";
  const absent = { origin, id: newId(Date.now(), randomBytes), version: 1 };
  const asAbsent = await answersOf(officer, absent);
  const leaks: Leak[] = [];
  for (const { inject, ref, notice } of hidden) {
    const found = refsOf(
      await Array.fromAsync(searchNotices(officer, byTitle(inject), { ...patient, brief: true })),
    );
    leaks.push(...among(trial, "search", found));
    const answers = await answersOf(officer, ref);
    const doors = Object.keys(answers) as (keyof typeof answers)[];
    const differing = doors.filter((door) => answers[door] !== asAbsent[door]);
    // Of a notice that one has, its newest version is that which one has.
    const own: readonly string[] = held.has(ref.id) ? ["get of the newest version"] : [];
    leaks.push(
      ...differing.filter((door) => !own.includes(door)).map((door): Leak => [door, inject.id]),
    );
    const idPart = ref.id.replaceAll("-", "").slice(-8);
    leaks.push(
      ...among(trial, "find", await findNotices(officer, { origin: ref.origin, idPart }, patient)),
    );
    if (notice) {
      const said = await answerOf(() => state(officer, notice, { acknowledged: {} }, patient));
      if (said !== "not-found: there is no such notice") leaks.push(["a statement", inject.id]);
    }
    if (held.has(ref.id)) continue;
    // That it asked and was refused is its own doing, and all that it sees.
    const steps = await Array.fromAsync(trail(auditor, reason, ref, patient));
    if (steps.some(({ step }) => step !== "refused")) leaks.push(["the trail", inject.id]);
  }
  return leaks;
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

function ifAbsent(error: unknown): null {
  if (error instanceof HubError && error.code === "not-found") return null;
  throw error;
}

function refsOf(copies: readonly FeedCopy[]): NoticeRef[] {
  return copies.flatMap(({ notice }) => {
    if (!notice) return [];
    const { origin, id, version } = NoticeHeader.decode(notice.header);
    return [{ origin, id, version }];
  });
}
