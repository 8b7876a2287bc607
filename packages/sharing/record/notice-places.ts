import type { NoticeRef, RecordPart } from "@talanoa/contract/generated/talanoa.ts";
import { ownNotices } from "./notices.ts";
import type { Numbered } from "./numbering.ts";
import type { SeenRecord } from "./row-filter.ts";

/**
 * The records of a notice with their numbers, as its originator's parts of them say; those that the
 * originator is no party to have none, and are left out.
 */
export function placesOfNotice(
  { origin, id }: Pick<NoticeRef, "origin" | "id">,
  rows: readonly SeenRecord[],
): Numbered[] {
  return rows.flatMap(({ index, at, parts }) => {
    const part = parts.find(({ party }) => party === origin);
    const place = part && placeIn(part, id);
    return place ? [{ index, at, ...place, head: null }] : [];
  });
}

function placeIn(part: RecordPart, id: string) {
  const { party, notices, facts } = part;
  const place = ownNotices({ facts }, party).findIndex((notice) => notice.id === id);
  const { ordinal = 0, previous = 0 } = notices[place] ?? {};
  return place < 0 ? null : { ordinal, previous };
}
