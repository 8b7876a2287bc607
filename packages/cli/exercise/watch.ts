import { setTimeout as sleep } from "node:timers/promises";
import type { HubClient } from "@talanoa/client/connect.ts";
import { checkCopy } from "@talanoa/client/genuine-copy.ts";
import { directoryKeys } from "@talanoa/client/key-ring.ts";
import { getNotice, listOverdue, searchNotices } from "@talanoa/client/notices.ts";
import {
  type FeedCopy,
  NoticeHeader,
  type NoticeRef,
} from "@talanoa/contract/generated/talanoa.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { describeNotice } from "@talanoa/sharing/notice/describe.ts";
import type { Line } from "@talanoa/sharing/notice/describe-line.ts";
import { type OpenedNotice, openNotice } from "@talanoa/sharing/notice/open.ts";
import { isStoredApart } from "@talanoa/sharing/notice/stored-apart.ts";
import { wordsOf } from "@talanoa/sharing/search/words.ts";
import type { Cast } from "./cast.ts";
import type { Played } from "./played.ts";
import { type Came, type Inbox, nameOf } from "./inbox.ts";
import { patient } from "./patient.ts";

/** Erasure waits for the log, lists for the stream: so long, in ms, until that counts as a fault. */
const WITHIN = 60_000;

/** Whether the personal and passenger sections of a notice are gone for these participants. */
export async function erasedFaults(
  cast: Cast,
  ref: NoticeRef,
  participants: readonly string[],
): Promise<string[]> {
  return faultsOf(cast, participants, async (officer, code) => {
    const gone = await within(() => isGone(officer, ref));
    return gone ? null : `${code} still gets the personal sections of ${nameOf(ref)}`;
  });
}

/** Whether a notice is gone as a whole for these participants. */
export async function goneFaults(
  cast: Cast,
  ref: NoticeRef,
  participants: readonly string[],
): Promise<string[]> {
  return faultsOf(cast, participants, async (officer, code) => {
    const gone = await within(async () => (await copyOf(officer, ref)) === null);
    return gone ? null : `${code} still gets ${nameOf(ref)}`;
  });
}

/** What is wrong as each participant's liaison officer sees it. */
async function faultsOf(
  cast: Cast,
  participants: readonly string[],
  look: (officer: HubClient, code: string) => Promise<string | null>,
): Promise<string[]> {
  const faults = await Promise.all(
    participants.map(async (code) => look(await cast.as(code, "liaison"), code)),
  );
  return faults.filter((fault) => fault !== null);
}

/** Whether what was signed before a key was revoked still verifies for those who hold it. */
export async function unverifiedFaults(cast: Cast, signed: readonly Played[]): Promise<string[]> {
  const faults = await Promise.all(
    signed.map(({ ref, inject: { expected } }) =>
      faultsOf(cast, expected.receive, async (officer, code) => {
        const copy = await copyOf(officer, ref!);
        const checked = copy && (await checkCopy(copy, directoryKeys(officer)));
        return !checked || checked.kind === "notice"
          ? null
          : `${code} cannot verify ${nameOf(ref!)}`;
      }),
    ),
  );
  return faults.flat();
}

/** Whether exactly these are listed as late with a notice, to its originator. */
export async function overdueFaults(
  originator: HubClient,
  ref: NoticeRef,
  late: readonly string[],
): Promise<string[]> {
  const listed = async () => {
    const { overdue } = await listOverdue(originator, patient);
    return overdue
      .filter(({ notice }) => notice?.origin === ref.origin && notice.id === ref.id)
      .flatMap(({ participants }) => participants)
      .toSorted();
  };
  const wanted = late.toSorted().join();
  if (await within(async () => (await listed()).join() === wanted)) return [];
  return [`late with ${nameOf(ref)} are ${(await listed()).join(", ") || "none"}, not ${wanted}`];
}

async function isGone(officer: HubClient, ref: NoticeRef): Promise<boolean> {
  // It may have expired as a whole meanwhile.
  const notice = (await copyOf(officer, ref))?.notice;
  return !notice || !openNotice(notice).sections.some(({ category }) => isStoredApart(category));
}

/** The copy that an officer is given; null when there is none. */
async function copyOf(officer: HubClient, ref: NoticeRef): Promise<FeedCopy | null> {
  try {
    return await getNotice(officer, ref, patient);
  } catch (error) {
    if (error instanceof HubError && error.code === "not-found") return null;
    throw error;
  }
}

/**
 * Searches one's own feed for each of the queries, until what is found is what came to the inbox and has
 * all their words, and nothing else. `since` is when the exercise began, Unix ms.
 */
export async function searchFaults(
  officer: HubClient,
  inbox: Inbox,
  { queries, since }: { readonly queries: readonly string[]; readonly since: number },
): Promise<string[]> {
  const faults: string[] = [];
  for (const query of queries) {
    const wanted = () =>
      standing(inbox)
        .flatMap(({ name, notice }) => (notice && hasAll(textOf(notice), query) ? name : []))
        .toSorted();
    const inTime = await within(
      async () => (await names(officer, query, since)).join() === wanted().join(),
    );
    if (inTime) continue;
    const got = await names(officer, query, since);
    const due = wanted();
    faults.push(
      ...due.filter((name) => !got.includes(name)).map((name) => `"${query}" misses ${name}`),
      ...got
        .filter((name) => !due.includes(name))
        .map((name) => `LEAK: "${query}" finds ${name}, which should not be found`),
    );
  }
  return faults;
}

/** What came and has neither expired nor been recalled. */
function standing({ came }: Inbox): Came[] {
  const recalled = new Set(
    came.flatMap(({ statement }) =>
      statement?.says === "recalled" ? (statement.statement.notice?.id ?? []) : [],
    ),
  );
  return came.filter(({ notice }) => {
    if (!notice) return false;
    const { id, expiresAt } = notice.header;
    return !recalled.has(id) && (expiresAt === 0 || expiresAt > Date.now());
  });
}

/** What is found of all that was published since then, Unix ms: an earlier exercise is not this one's. */
async function names(officer: HubClient, text: string, since: number): Promise<string[]> {
  const wanted = { text, identifiers: {} };
  const copies = await Array.fromAsync(searchNotices(officer, wanted, { brief: true, ...patient }));
  return copies
    .flatMap(({ notice }) => {
      const header = notice && NoticeHeader.decode(notice.header);
      return header && header.issuedAt >= since ? nameOf(header) : [];
    })
    .sort();
}

/** All that a notice says, but of persons: nobody is found by name. */
function textOf(notice: OpenedNotice): string {
  const sections = notice.sections.filter(({ category }) => !isStoredApart(category));
  return describeNotice({ ...notice, sections })
    .flatMap(textsOf)
    .join(" ");
}

function textsOf({ value, lines }: Line): string[] {
  return [value, ...lines.flatMap(textsOf)];
}

function hasAll(text: string, query: string): boolean {
  const its = new Set(wordsOf(text));
  return wordsOf(query).every((word) => its.has(word));
}

async function within(holds: () => Promise<boolean>): Promise<boolean> {
  for (const end = performance.now() + WITHIN; ;) {
    if (await holds()) return true;
    if (performance.now() >= end) return false;
    await sleep(200);
  }
}
