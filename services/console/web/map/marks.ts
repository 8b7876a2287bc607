import type { Precedence } from "@talanoa/contract/generated/talanoa.ts";
import type { FoundPlace } from "@talanoa/sharing/map/whereabouts.ts";
import { isDrawn, project, type Spot } from "./mercator.ts";
import type { SeenNotice } from "./seen-notice.ts";

/** A place of a notice on the map. */
export interface MarkedPlace {
  readonly notice: SeenNotice;
  readonly place: FoundPlace;
}

/** A mark: the places that stand too close to each other to be told apart. */
export interface Mark {
  /** Stays the same while the same places stand together. */
  readonly key: string;
  readonly spot: Spot;
  /** What is most urgent first, then the newest. */
  readonly places: readonly MarkedPlace[];
  readonly precedence: Precedence;
}

/** The least distance of two marks, in pixels: each can be hit. */
const APART = 30;

/** The places that a notice is marked at: where it happened, else where its route ends. */
function placesOf({ where }: SeenNotice): readonly FoundPlace[] {
  return where.scenes.length > 0 ? where.scenes : where.route.slice(-1);
}

/** The marks of notices at a scale (pixels a unit of the map), the most urgent first. */
export function marksOf(notices: readonly SeenNotice[], scale: number): Mark[] {
  const placed = notices
    .toSorted(byUrgency)
    .flatMap((notice) => placesOf(notice).map((place) => ({ notice, place })));
  const groups: { readonly spot: Spot; readonly places: MarkedPlace[] }[] = [];
  for (const each of placed) {
    const spot = project(each.place);
    if (!isDrawn(spot)) continue;
    const near = groups.find((its) => apart(its.spot, spot) * scale < APART);
    if (near) near.places.push(each);
    else groups.push({ spot, places: [each] });
  }
  return groups.map(({ spot, places }) => ({
    key: `${places[0]!.notice.key} ${spot.x.toFixed(3)},${spot.y.toFixed(3)}`,
    spot,
    places,
    precedence: places[0]!.notice.precedence,
  }));
}

/** Notices of a mark, each once. */
export function noticesAt({ places }: Mark): SeenNotice[] {
  return [...new Set(places.map(({ notice }) => notice))];
}

function byUrgency(one: SeenNotice, other: SeenNotice): number {
  return other.precedence - one.precedence || other.at - one.at || (one.key < other.key ? -1 : 1);
}

function apart(one: Spot, other: Spot): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}

/** Where an arrow key points to. */
export type Towards = "ArrowLeft" | "ArrowRight" | "ArrowUp" | "ArrowDown";

const directions: { readonly [Key in Towards]: Spot } = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** The nearest mark in a direction, within a quarter of the compass; undefined when there is none. */
export function markTowards(
  marks: readonly Mark[],
  from: Mark,
  towards: Towards,
): Mark | undefined {
  const { x, y } = directions[towards];
  return marks
    .flatMap((mark) => {
      const [dx, dy] = [mark.spot.x - from.spot.x, mark.spot.y - from.spot.y];
      const along = dx * x + dy * y;
      const aside = Math.abs(dx * y) + Math.abs(dy * x);
      return along > 0 && aside <= along ? { mark, far: along + aside } : [];
    })
    .toSorted((one, other) => one.far - other.far)[0]?.mark;
}
