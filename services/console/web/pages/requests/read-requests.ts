import { type CheckedCopy, checkCopy } from "@talanoa/client/genuine-copy.ts";
import { listNotices } from "@talanoa/client/notices.ts";
import { RequestState } from "@talanoa/contract/generated/talanoa.ts";
import type { Session } from "../../session.ts";

/** So many are shown. */
const MOST = 200;

/** Requests, the newest first. */
export interface ReadRequests {
  readonly copies: readonly CheckedCopy[];
  /** There are more than are shown. */
  readonly more: boolean;
}

/** Reads requests of one's own or to one's own administration; settled ones and exercises if wanted. Throws HubError. */
export async function readRequests(
  { hub, keys }: Session,
  which: "own" | "asked",
  { exercises, settled }: { readonly exercises: boolean; readonly settled: boolean },
  signal: AbortSignal,
): Promise<ReadRequests> {
  const states = settled ? [] : [RequestState.OPEN, RequestState.OVERDUE];
  const copies: CheckedCopy[] = [];
  const asked = {
    filter: { withoutExercises: !exercises },
    requests: { own: which === "own", asked: which === "asked", states },
    pageSize: MOST,
    brief: true,
    signal,
  };
  for await (const copy of listNotices(hub, asked)) {
    if (copies.length === MOST) return { copies, more: true };
    copies.push(await checkCopy(copy, keys));
  }
  return { copies, more: false };
}
