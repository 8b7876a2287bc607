import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { inLanguage } from "../../words/words.ts";
import type { FeedLine, NoticeFeedLine } from "./feed-line.ts";
import { FeedRow, type RowState } from "./feed-row.tsx";
import { feedWords } from "./feed-words.ts";
import { anchoredTop, rowWindow, topToSee } from "./row-window.ts";

/** Heights of a row in pixels, as feed.css has them: on one line, and on five where the page is narrow, two for the title. */
const WIDE = 36;
const NARROW = 112;
const isNarrow = matchMedia("(max-width: 899px)");

/** So near to the end (pixels) the next page is asked for. */
const NEAR_END = 1_500;

/** What the page does with the list. */
export interface RowsHandle {
  toTop(): void;
}

/**
 * The lines of the feed, of which only those in sight are drawn. What comes above moves nothing: unless one is at the
 * very top and not at work there, the list stays where it is and `onAbove` is told what came above.
 */
export function FeedRows({
  lines,
  chosen,
  stateOf,
  place: kept,
  onChoose,
  onAcknowledge,
  onAbove,
  onNearEnd,
  handle,
}: {
  readonly lines: readonly FeedLine[];
  /** The key of a line; null for none. */
  readonly chosen: string | null;
  readonly stateOf: (line: FeedLine) => RowState;
  /** Where one was in the list: it begins there, and `top` (pixels) is kept up to date. */
  readonly place: { top: number };
  readonly onChoose: (line: FeedLine) => void;
  readonly onAcknowledge: (line: NoticeFeedLine) => void;
  /** New lines above what is in sight; none once one is at the top. */
  readonly onAbove: (lines: readonly FeedLine[]) => void;
  readonly onNearEnd: () => void;
  readonly handle: RefObject<RowsHandle | null>;
}) {
  const frame = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState({ top: kept.top, frame: 800 });
  const height = useRowHeight();
  const before = useRef<readonly string[]>([]);
  const keys = lines.map(({ key }) => key);

  const look = () => {
    if (!frame.current) return;
    const { scrollTop, clientHeight } = frame.current;
    kept.top = scrollTop;
    setPlace({ top: scrollTop, frame: clientHeight });
    if (scrollTop < height) onAbove([]);
    if (scrollTop + clientHeight > lines.length * height - NEAR_END) onNearEnd();
  };
  useEffect(() => {
    const resized = new ResizeObserver(look);
    resized.observe(frame.current!);
    return () => resized.disconnect();
  }, [height, lines.length]);

  useLayoutEffect(() => {
    const its = frame.current!;
    const was = before.current;
    before.current = keys;
    if (was.length === 0) {
      its.scrollTop = kept.top;
      return;
    }
    const { scrollTop, clientHeight } = its;
    const atWork = its.matches(":hover") || its.contains(document.activeElement);
    if (scrollTop < height && !atWork) return;
    const top = anchoredTop(was, keys, { height, top: scrollTop, frame: clientHeight });
    if (top !== scrollTop) its.scrollTop = top;
    const known = new Set(was);
    onAbove(lines.slice(0, Math.ceil(top / height)).filter(({ key }) => !known.has(key)));
  }, [lines]);

  const at = chosen === null ? -1 : keys.indexOf(chosen);
  useLayoutEffect(() => {
    if (at < 0) return;
    const its = frame.current!;
    const { scrollTop, clientHeight } = its;
    its.scrollTop = topToSee(at, { height, top: scrollTop, frame: clientHeight });
    look();
  }, [chosen]);
  useEffect(() => {
    // Drawn only now, when it was out of sight.
    frame.current
      ?.querySelector<HTMLElement>(".feed-row-chosen [data-focus]")
      ?.focus({ preventScroll: true });
  }, [chosen, place.top]);

  handle.current = { toTop: () => frame.current?.scrollTo({ top: 0 }) };

  const { from, to } = rowWindow(lines.length, { height, ...place });
  return (
    <div ref={frame} class="feed-frame" onScroll={look}>
      <ul
        class="feed-rows"
        aria-label={inLanguage(feedWords).list}
        style={{ height: lines.length * height }}
      >
        {lines.slice(from, to).map((line, index) => (
          <li
            key={line.key}
            class={`feed-row feed-row-${line.kind}${line.key === chosen ? " feed-row-chosen" : ""}${stateOf(line).isUnread ? " feed-row-unread" : ""}${stateOf(line).isOnTop ? " feed-row-on-top" : ""}`}
            style={{ transform: `translateY(${(from + index) * height}px)` }}
            aria-posinset={from + index + 1}
            aria-setsize={lines.length}
            onFocusIn={() => onChoose(line)}
          >
            <FeedRow line={line} state={stateOf(line)} onAcknowledge={onAcknowledge} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function useRowHeight(): number {
  const [narrow, setNarrow] = useState(isNarrow.matches);
  useEffect(() => {
    const changed = () => setNarrow(isNarrow.matches);
    isNarrow.addEventListener("change", changed);
    return () => isNarrow.removeEventListener("change", changed);
  }, []);
  return narrow ? NARROW : WIDE;
}
