import { Category, SectionType } from "@talanoa/contract/generated/talanoa.ts";
import { digestKey } from "./digest.ts";
import type { OpenedNotice } from "./open.ts";

/** Where a section stands in the header's digests, and what it is. */
export interface SectionPlace {
  readonly place: number;
  readonly type: SectionType;
  readonly category: Category;
}

/**
 * Every section of a notice as the routing section lists them, those too that are stored apart,
 * and the routing section itself; by place. Empty without a routing section.
 */
export function sectionPlaces({ header, routing, sections }: OpenedNotice): SectionPlace[] {
  const own = sections.find(({ type }) => type === SectionType.ROUTING);
  if (!routing || !own) return [];
  const places = new Map(header.sectionDigests.map((digest, place) => [digestKey(digest), place]));
  const listed = routing.sections.flatMap(({ digest, type, category }) => {
    const place = places.get(digestKey(digest));
    return place === undefined ? [] : [{ place, type, category }];
  });
  const routingPlace = {
    place: own.place,
    type: SectionType.ROUTING,
    category: Category.GENERAL,
  };
  return [routingPlace, ...listed].sort((one, other) => one.place - other.place);
}
