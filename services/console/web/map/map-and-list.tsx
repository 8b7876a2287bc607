import { useState } from "preact/hooks";
import { inLanguage } from "../words/words.ts";
import { MapLegend } from "./map-legend.tsx";
import { MapList } from "./map-list.tsx";
import { mapWords } from "./map-words.ts";
import { type MemberPlace, PacificMap } from "./pacific-map.tsx";
import type { SeenNotice } from "./seen-notice.ts";

const none: ReadonlySet<string> = new Set();

/** The map, and beside it in words all that it shows. */
export function MapAndList({
  notices,
  members,
}: {
  readonly notices: readonly SeenNotice[];
  readonly members: readonly MemberPlace[];
}) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(none);
  const [pointed, setPointed] = useState("");
  const choose = (keys: readonly string[]) => setChosen(new Set(keys));
  // What is out of sight is chosen no more.
  const seen = notices.some(({ key }) => chosen.has(key)) ? chosen : none;
  const toList = (event: Event) => {
    event.preventDefault();
    document.getElementById("map-list")?.focus();
  };
  return (
    <>
      <a class="map-skip" href="#map-list" onClick={toList}>
        {inLanguage(mapWords).skip}
      </a>
      <div class="map-and-list">
        <div class="stack">
          <PacificMap
            notices={notices}
            members={members}
            chosen={seen}
            pointed={pointed}
            onChoose={choose}
          />
          <MapLegend />
        </div>
        <MapList notices={notices} chosen={seen} onChoose={choose} onPoint={setPointed} />
      </div>
    </>
  );
}
