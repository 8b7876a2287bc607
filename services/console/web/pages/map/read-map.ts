import { type CheckedCopy, checkCopy } from "@talanoa/client/genuine-copy.ts";
import { listNotices } from "@talanoa/client/notices.ts";
import type { FeedFilter } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { type Points, readPoints } from "../../map/read-points.ts";
import { isPlaced, type SeenNotice, seenNotices } from "../../map/seen-notice.ts";
import type { Session } from "../../session.ts";

/** So many of the newest copies are looked at. */
export const MOST = 400;
const PAGE = 200;

/** What the map has of a feed. */
export interface ReadMap extends Points {
  /** Those with a place, the newest first. */
  readonly notices: readonly SeenNotice[];
  /** There were more than are looked at. */
  readonly more: boolean;
  /** Copies that are not what their origin signed. */
  readonly notGenuine: number;
}

/** Reads the newest notices that pass a filter, and where Members are. Throws HubError. */
export async function readMap(
  { hub, keys }: Session,
  filter: Init<FeedFilter>,
  signal: AbortSignal,
): Promise<ReadMap> {
  const points = await readPoints({ hub }, signal);
  const copies: CheckedCopy[] = [];
  for await (const copy of listNotices(hub, { filter, pageSize: PAGE, brief: true, signal })) {
    copies.push(await checkCopy(copy, keys));
    if (copies.length === MOST) break;
  }
  return {
    ...points,
    notices: seenNotices(copies, points.points)
      .filter(isPlaced)
      .toSorted((one, other) => other.at - one.at),
    more: copies.length === MOST,
    notGenuine: copies.filter(({ kind }) => kind === "not-genuine").length,
  };
}
