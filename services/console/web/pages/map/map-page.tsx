import { useLocation } from "preact-iso";
import { useMemo, useState } from "preact/hooks";
import { MapAndList } from "../../map/map-and-list.tsx";
import { Answered } from "../../parts/answered.tsx";
import { Choice } from "../../parts/field.tsx";
import { useTitle } from "../../parts/title.ts";
import { useAsked } from "../../parts/use-asked.ts";
import { Empty } from "../../parts/waiting.tsx";
import { useSession } from "../../session.ts";
import { inLanguage } from "../../words/words.ts";
import { addressOf, type FeedView, filterOfView } from "../feed/feed-view.ts";
import { mapAddress, readMapView } from "./map-address.ts";
import { mapPageWords } from "./map-page-words.ts";
import { MOST, type ReadMap, readMap } from "./read-map.ts";
import { TimeSlider } from "./time-slider.tsx";
import { sliderDays, type TimeWindow, within } from "./time-window.ts";
import "./map-page.css";

export default function MapPage() {
  const words = inLanguage(mapPageWords);
  const session = useSession();
  const { url, route } = useLocation();
  useTitle(words.title);
  const view = readMapView(url);
  const { filter } = filterOfView(view);
  const show = (change: Partial<FeedView>) => route(mapAddress({ ...view, ...change }));
  const asked = useAsked((signal) => readMap(session, filter, signal), [session, mapAddress(view)]);
  return (
    <div class="page">
      <div class="page-head">
        <h1>{words.title}</h1>
        <div class="row">
          <Choice
            label={words.concernsUs}
            checked={view.words.concernsUs ?? false}
            onChange={(concernsUs) => show({ words: { ...view.words, concernsUs } })}
          />
          <Choice
            label={words.exercises}
            checked={view.exercises}
            onChange={(exercises) => show({ exercises })}
          />
          <a class="button" href={addressOf(view)}>
            {words.asFeed}
          </a>
          <button type="button" disabled={asked.isAsking} onClick={asked.again}>
            {words.refresh}
          </button>
        </div>
      </div>
      <p class="quiet">{words.hint}</p>
      <Answered asked={asked}>{(read) => <Shown read={read} />}</Answered>
    </div>
  );
}

function Shown({ read }: { readonly read: ReadMap }) {
  const words = inLanguage(mapPageWords);
  const { notices, members, more, notGenuine } = read;
  const days = useMemo(() => sliderDays(notices, Date.now()), [notices]);
  const [moved, setMoved] = useState<TimeWindow | null>(null);
  const window = moved ?? { lastDay: days.last, length: 0 };
  const shown = useMemo(() => within(notices, window), [notices, window.lastDay, window.length]);
  return (
    <>
      {notGenuine > 0 && <p class="trouble">{words.notGenuine(notGenuine)}</p>}
      {more && <p class="quiet">{words.most(MOST)}</p>}
      {notices.length > 0 && <TimeSlider window={window} days={days} onChange={setMoved} />}
      <MapAndList notices={shown} members={members} />
      {shown.length === 0 && <Empty title={notices.length === 0 ? words.none : words.noneThen} />}
    </>
  );
}
