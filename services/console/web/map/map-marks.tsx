import { tlpWords, wordOf } from "@talanoa/contract/words.ts";
import { useRef, useState } from "preact/hooks";
import { precedenceLabels } from "../words/code-words.ts";
import { inLanguage } from "../words/words.ts";
import { mapWords } from "./map-words.ts";
import { MarkShape } from "./mark-shape.tsx";
import { type Mark, markTowards, noticesAt, type Towards } from "./marks.ts";
import { pixelOf, type Size, type View } from "./view.ts";

/** Marks more than this many pixels outside the frame are not drawn. */
const MARGIN = 40;

/** The marks: one stop of the tab key; arrows go from one to the next. */
export function MapMarks({
  marks,
  view,
  size,
  lit,
  onChoose,
}: {
  readonly marks: readonly Mark[];
  readonly view: View;
  readonly size: Size;
  readonly lit: ReadonlySet<string>;
  readonly onChoose: (keys: readonly string[]) => void;
}) {
  const [at, setAt] = useState("");
  const buttons = useRef(new Map<string, HTMLButtonElement>());
  const seen = marks
    .map((mark) => ({ mark, ...pixelOf(view, mark.spot, size) }))
    .filter(
      ({ x, y }) =>
        x > -MARGIN && y > -MARGIN && x < size.width + MARGIN && y < size.height + MARGIN,
    );
  const stop = seen.some(({ mark }) => mark.key === at) ? at : seen[0]?.mark.key;
  const go = (event: KeyboardEvent, from: Mark) => {
    if (!event.key.startsWith("Arrow") || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    // The map stays where it is.
    event.stopPropagation();
    const others = seen.map(({ mark }) => mark);
    const next = markTowards(others, from, event.key as Towards);
    if (!next) return;
    setAt(next.key);
    buttons.current.get(next.key)?.focus({ preventScroll: true });
  };
  return (
    <div class="map-marks">
      {seen.map(({ mark, x, y }) => {
        const notices = noticesAt(mark);
        const { place, notice } = mark.places[0]!;
        const text = textOf(mark);
        return (
          <button
            key={mark.key}
            ref={(button: HTMLButtonElement | null) => {
              if (button) buttons.current.set(mark.key, button);
              else buttons.current.delete(mark.key);
            }}
            type="button"
            class={`map-mark ${notices.some(({ key }) => lit.has(key)) ? "map-mark-lit" : ""}`}
            style={{ transform: `translate(${x}px, ${y}px)` }}
            tabIndex={mark.key === stop ? 0 : -1}
            aria-label={text}
            aria-pressed={notices.every(({ key }) => lit.has(key))}
            data-tip={text}
            onFocus={() => setAt(mark.key)}
            onKeyDown={(event) => go(event, mark)}
            onClick={() => onChoose(notices.map(({ key }) => key))}
          >
            <MarkShape
              precedence={mark.precedence}
              tlp={notices.reduce((most, its) => (its.tlp > most ? its.tlp : most), notice.tlp)}
              count={notices.length}
              isRough={place.exactness === "country"}
            />
          </button>
        );
      })}
    </div>
  );
}

/** A mark in a sentence, for who hears it and who points at it. */
function textOf(mark: Mark): string {
  const words = inLanguage(mapWords);
  const [first, ...more] = noticesAt(mark);
  const { place } = mark.places[0]!;
  const { title, tlp, precedence, exercise, where } = first!;
  return [
    ...(exercise ? [words.exercise] : []),
    inLanguage(precedenceLabels)[precedence as keyof (typeof precedenceLabels)["en"]],
    wordOf(tlpWords, tlp),
    title,
    place.exactness === "country" ? `${words.about} ${place.name}` : place.name,
    ...(where.carrier ? [`${words.carriers[where.carrier.by]} ${where.carrier.name}`.trim()] : []),
    ...(more.length > 0 ? [words.notices(more.length + 1)] : []),
  ].join(", ");
}
