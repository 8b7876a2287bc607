import { setTimeout as sleep } from "node:timers/promises";
import type { HubClient } from "@talanoa/client/connect.ts";
import { getNotice, searchNotices, type Wanted } from "@talanoa/client/notices.ts";
import { NoticeHeader, type NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { wordsOf } from "@talanoa/sharing/search/words.ts";
import type { Cast } from "./cast.ts";
import type { Inboxes } from "./check.ts";
import type { Finding, Played } from "./played.ts";
import { patient } from "./patient.ts";
import type { Inject } from "./scenario.ts";

/** The index follows the stream by itself: so long, in ms, until that counts as a fault. */
const WITHIN = 60_000;
/** Words of a title that are searched for: a search has so many at most. */
const WORDS = 10;

/** The search that finds an inject by its title. */
export function byTitle({ title }: Pick<Inject, "title">): Wanted {
  return { text: wordsOf(title).slice(0, WORDS).join(" "), identifiers: {} };
}

/**
 * Waits until each notice is found by its title by one who holds it: before that it proves nothing that others do
 * not find it. Tells which are not.
 */
export async function unsearchable(
  cast: Cast,
  played: readonly Played[],
  inboxes: Inboxes,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { inject, ref, name, again } of played) {
    if (!ref || !name || again) continue;
    const holder = inject.expected.receive.find((code) => inboxes.get(code)?.has(name));
    // A version that was replaced is found no more.
    const isReplaced = played.some(
      (its) => its.ref?.id === ref.id && its.ref.version > ref.version,
    );
    if (!holder || isReplaced) continue;
    const officer = await cast.as(holder, "liaison");
    if (!(await isFound(officer, inject, ref)))
      findings.push({
        inject: inject.id,
        what: `${holder} has it and does not find it by its title`,
      });
  }
  return findings;
}

async function isFound(officer: HubClient, inject: Inject, ref: NoticeRef): Promise<boolean> {
  for (const end = performance.now() + WITHIN; ; await sleep(200)) {
    let isIncomplete = false;
    const options = { ...patient, brief: true, onIncomplete: () => void (isIncomplete = true) };
    const copies = await Array.fromAsync(searchNotices(officer, byTitle(inject), options));
    const ids = copies.flatMap(({ notice }) =>
      notice ? NoticeHeader.decode(notice.header).id : [],
    );
    if (!isIncomplete && ids.includes(ref.id)) return true;
    // What has expired or was recalled is found by nobody.
    if (!isIncomplete && (await isGone(officer, ref))) return true;
    if (performance.now() >= end) return false;
  }
}

async function isGone(officer: HubClient, ref: NoticeRef): Promise<boolean> {
  try {
    await getNotice(officer, ref, patient);
    return false;
  } catch (error) {
    if (error instanceof HubError && error.code === "not-found") return true;
    throw error;
  }
}
