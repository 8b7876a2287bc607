import type { Point } from "@talanoa/sharing/map/point.ts";
import { useMemo, useRef, useState } from "preact/hooks";
import { memberName } from "../parts/member.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { inLanguage } from "../words/words.ts";
import { LandCanvas } from "./land-canvas.tsx";
import { mapWords } from "./map-words.ts";
import { MapMarks } from "./map-marks.tsx";
import { marksOf } from "./marks.ts";
import { project } from "./mercator.ts";
import { Routes } from "./routes.tsx";
import type { SeenNotice } from "./seen-notice.ts";
import { useView } from "./use-view.ts";
import { boxAround, pixelOf } from "./view.ts";
import "./map.css";

/** A participant where its administration is. */
export interface MemberPlace extends Point {
  readonly code: string;
}

/** Marks are put together anew when the map is so much closer or farther, not at each step of the wheel. */
const REGROUPED = 1.25;
/** Pixels to a mark within which a Member's name would be under it. */
const COVERED = 22;
/** Pixels a unit from which on Members have their names. */
const NAMED = 14;

/** The Pacific with the places and routes of notices. The list of them stands beside it: see MapList. */
export function PacificMap({
  notices,
  members,
  chosen,
  pointed,
  onChoose,
}: {
  readonly notices: readonly SeenNotice[];
  readonly members: readonly MemberPlace[];
  /** Keys of notices. */
  readonly chosen: ReadonlySet<string>;
  /** The key of the notice that is pointed at in the list; empty for none. */
  readonly pointed: string;
  readonly onChoose: (keys: readonly string[]) => void;
}) {
  const words = inLanguage(mapWords);
  const frame = useRef<HTMLDivElement>(null);
  const { view, size, show, zoom, onKeyDown } = useView(frame);
  const [trouble, setTrouble] = useState<unknown>(null);
  const step = Math.round(Math.log(view.scale) / Math.log(REGROUPED));
  const marks = useMemo(() => marksOf(notices, REGROUPED ** step), [notices, step]);
  const lit = useMemo(() => new Set([...chosen, ...(pointed ? [pointed] : [])]), [chosen, pointed]);
  const places = () => boxAround(marks.map(({ spot }) => spot));
  return (
    <section class="map" aria-label={words.map}>
      {trouble !== null && <Trouble error={trouble} />}
      <div class="map-tools row">
        <button type="button" aria-label={words.closer} onClick={() => zoom(1)}>
          +
        </button>
        <button type="button" aria-label={words.farther} onClick={() => zoom(-1)}>
          −
        </button>
        <button type="button" onClick={() => show(places())}>
          {words.all}
        </button>
        <details class="map-help">
          <summary aria-label={words.legend}>?</summary>
          <p>{words.keys}</p>
        </details>
      </div>
      <div
        ref={frame}
        class="map-frame"
        role="application"
        aria-label={`${words.map}. ${words.keys}`}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <LandCanvas view={view} size={size} onTrouble={setTrouble} />
        <Routes notices={notices} lit={lit} view={view} size={size} />
        {members.map(({ code, ...point }) => {
          const spot = project(point);
          const { x, y } = pixelOf(view, spot, size);
          const isMarked = marks.some(
            (mark) => Math.hypot(mark.spot.x - spot.x, mark.spot.y - spot.y) * view.scale < COVERED,
          );
          return (
            <span
              key={code}
              class={isMarked ? "map-member map-member-marked" : "map-member"}
              aria-hidden="true"
              style={{ transform: `translate(${x}px, ${y}px)` }}
            >
              {view.scale >= NAMED ? memberName(code) || code : code}
            </span>
          );
        })}
        <MapMarks marks={marks} view={view} size={size} lit={lit} onChoose={onChoose} />
      </div>
    </section>
  );
}
