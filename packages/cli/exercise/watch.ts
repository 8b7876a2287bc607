import { setTimeout as sleep } from "node:timers/promises";
import type { HubClient } from "@talanoa/client/connect.ts";
import { getNotice, searchNotices } from "@talanoa/client/notices.ts";
import { NoticeHeader, type NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { describeNotice } from "@talanoa/sharing/notice/describe.ts";
import type { Line } from "@talanoa/sharing/notice/describe-line.ts";
import { type OpenedNotice, openNotice } from "@talanoa/sharing/notice/open.ts";
import { isStoredApart } from "@talanoa/sharing/notice/stored-apart.ts";
import { wordsOf } from "@talanoa/sharing/search/words.ts";
import type { Cast } from "./cast.ts";
import { type Came, type Inbox, nameOf } from "./inbox.ts";

const patient = { patience: 60_000, deadline: 20_000 };
/** Erasure waits for the log, lists for the stream: so long, in ms, until that counts as a fault. */
const WITHIN = 60_000;

/** Whether the personal and passenger sections of a notice are gone for these participants. */
export async function erasedFaults(
  cast: Cast,
  ref: NoticeRef,
  participants: readonly string[],
): Promise<string[]> {
  const faults = await Promise.all(
    participants.map(async (code) => {
      const officer = await cast.as(code, "liaison");
      const gone = await within(() => isGone(officer, ref));
      return gone ? [] : [`${code} still gets the personal sections of ${nameOf(ref)}`];
    }),
  );
  return faults.flat();
}

async function isGone(officer: HubClient, ref: NoticeRef): Promise<boolean> {
  try {
    const { notice } = await getNotice(officer, ref, patient);
    return !notice || !openNotice(notice).sections.some(({ category }) => isStoredApart(category));
  } catch (error) {
    // It may have expired as a whole meanwhile.
    if (error instanceof HubError && error.code === "not-found") return true;
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
  const copies = await Array.fromAsync(searchNotices(officer, wanted, patient));
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
