import type { FoundPlace } from "@talanoa/sharing/map/whereabouts.ts";
import { NoticeLink } from "../parts/notice-link.tsx";
import { Time } from "../parts/time.tsx";
import { Tlp } from "../parts/tlp.tsx";
import { kindLabels, precedenceLabels } from "../words/code-words.ts";
import { inLanguage } from "../words/words.ts";
import { mapWords } from "./map-words.ts";
import { MarkShape } from "./mark-shape.tsx";
import { isDrawn, project } from "./mercator.ts";
import type { SeenNotice } from "./seen-notice.ts";

/** All that the map shows, in words: those chosen on it, or all, the newest first. */
export function MapList({
  notices,
  chosen,
  onChoose,
  onPoint,
}: {
  readonly notices: readonly SeenNotice[];
  /** Keys of notices; none for all. */
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (keys: readonly string[]) => void;
  /** Told of the key that is pointed at; empty for none any more. */
  readonly onPoint: (key: string) => void;
}) {
  const words = inLanguage(mapWords);
  const shown = chosen.size > 0 ? notices.filter(({ key }) => chosen.has(key)) : notices;
  return (
    <section class="map-list" aria-label={words.list} id="map-list" tabIndex={-1}>
      <p class="map-list-head row" aria-live="polite">
        <span>
          {chosen.size > 0 && `${words.showing} `}
          {words.notices(shown.length)}
        </span>
        {chosen.size > 0 && (
          <button type="button" onClick={() => onChoose([])}>
            {words.showAll}
          </button>
        )}
      </p>
      <ol>
        {shown.map((notice) => (
          <li
            key={notice.key}
            class="map-row"
            onPointerEnter={() => onPoint(notice.key)}
            onPointerLeave={() => onPoint("")}
            onFocusCapture={() => onPoint(notice.key)}
            onBlurCapture={() => onPoint("")}
          >
            <Row notice={notice} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Row({ notice }: { readonly notice: SeenNotice }) {
  const { ref, title, kind, tlp, precedence, exercise, at, where } = notice;
  const words = inLanguage(mapWords);
  const kinds: { readonly [kind: number]: string } = inLanguage(kindLabels);
  const precedences: { readonly [precedence: number]: string } = inLanguage(precedenceLabels);
  const { carrier, scenes, route, unfound } = where;
  return (
    <>
      <MarkShape precedence={precedence} tlp={tlp} />
      <div class="map-row-text">
        <div class="row">
          <Tlp label={tlp} />
          <strong>{precedences[precedence] ?? precedence}</strong>
          <span>{kinds[kind] ?? kind}</span>
          <NoticeLink notice={ref} />
        </div>
        <p class="map-row-title">
          {exercise && <strong>{words.exercise} </strong>}
          {title}
        </p>
        <p class="quiet">
          <Time at={at} />
          {carrier && ` · ${words.carriers[carrier.by]} ${carrier.name}`}
        </p>
        <ul class="map-row-places">
          {[...scenes, ...route].map((place, i) => (
            <li key={i}>
              {words.roles[place.role]}: <PlaceName place={place} />
            </li>
          ))}
          {unfound.map((name, i) => (
            <li key={`unfound ${i}`}>
              {name} ({words.notFound})
            </li>
          ))}
        </ul>
        {scenes.length + route.length + unfound.length === 0 && (
          <p class="quiet">{words.noPlace}</p>
        )}
      </div>
    </>
  );
}

function PlaceName({ place }: { readonly place: FoundPlace }) {
  const words = inLanguage(mapWords);
  const { name, latitude, longitude, exactness } = place;
  return (
    <>
      {exactness === "country" && `${words.about} `}
      {name || `${latitude}, ${longitude}`}
      {!isDrawn(project(place)) && ` (${words.beyond})`}
    </>
  );
}
