import { useEffect, useRef, useState } from "preact/hooks";
import { PACIFIC } from "./mercator.ts";
import { type Box, clamped, fitted, panned, type Size, type View, zoomed } from "./view.ts";

/** Pixels that an arrow moves the map by. */
const ARROW = 80;
/** Closer by one step of a key or button. */
const STEP = 1.5;
/** A movement below so many pixels is the trembling of a click. */
const DRAG = 4;

export interface MapView {
  readonly view: View;
  readonly size: Size;
  show(box: Box | null): void;
  zoom(steps: number): void;
  /** To be put on the frame. */
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/** What of the map is seen in a frame: moved by mouse, touch and keys. */
export function useView(frame: { readonly current: HTMLElement | null }): MapView {
  const [size, setSize] = useState<Size>({ width: 800, height: 500 });
  const [view, setView] = useState<View>(() => fitted(PACIFIC, size));
  // What moves the map outlives a drawing of it.
  const now = useRef({ view, size });
  now.current = { view, size };
  const move = (change: (view: View, size: Size) => View) =>
    setView((before) => change(before, now.current.size));

  useEffect(() => {
    const element = frame.current!;
    let isFirst = true;
    const watching = new ResizeObserver(([entry]) => {
      const { width, height } = entry!.contentRect;
      if (width === 0 || height === 0) return;
      const next = { width, height };
      setSize(next);
      const first = isFirst;
      isFirst = false;
      setView((before) => (first ? fitted(PACIFIC, next) : clamped(before, next)));
    });
    watching.observe(element);
    return () => watching.disconnect();
  }, []);

  useEffect(() => followPointers(frame.current!, move), []);

  const zoom = (steps: number) =>
    move((before, { width, height }) =>
      zoomed(before, STEP ** steps, { x: width / 2, y: height / 2 }, { width, height }),
    );
  const show = (box: Box | null) =>
    move((_, size) => fitted(box ?? PACIFIC, size, box ? size.width / 12 : 0));
  return {
    view,
    size,
    show,
    zoom,
    onKeyDown(event) {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const act = keys(event.key, { move, zoom, show });
      if (!act) return;
      event.preventDefault();
      act();
    },
  };
}

type Move = (change: (view: View, size: Size) => View) => void;

function keys(
  key: string,
  { move, zoom, show }: { move: Move; zoom(steps: number): void; show(box: null): void },
): (() => void) | undefined {
  const by = (x: number, y: number) => () => move((view, size) => panned(view, { x, y }, size));
  const acts: { readonly [key: string]: () => void } = {
    ArrowLeft: by(ARROW, 0),
    ArrowRight: by(-ARROW, 0),
    ArrowUp: by(0, ARROW),
    ArrowDown: by(0, -ARROW),
    "+": () => zoom(1),
    "=": () => zoom(1),
    "-": () => zoom(-1),
    "0": () => show(null),
  };
  return acts[key];
}

/** One pointer drags, two pinch, the wheel brings closer. Gives what ends it. */
function followPointers(frame: HTMLElement, move: Move): () => void {
  const listening = new AbortController();
  const { signal } = listening;
  const down = new Map<number, { x: number; y: number }>();
  let dragged = 0;
  const place = ({ clientX, clientY }: MouseEvent) => {
    const { left, top } = frame.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  };
  const on = <Type extends keyof HTMLElementEventMap>(
    type: Type,
    heard: (event: HTMLElementEventMap[Type]) => void,
    options: AddEventListenerOptions = {},
  ) => frame.addEventListener(type, heard, { signal, ...options });
  on("pointerdown", (event) => {
    if (event.button !== 0) return;
    if (down.size === 0) dragged = 0;
    down.set(event.pointerId, place(event));
  });
  on("pointermove", (event) => {
    const before = down.get(event.pointerId);
    if (!before) return;
    const at = place(event);
    const [x, y] = [at.x - before.x, at.y - before.y];
    dragged += Math.abs(x) + Math.abs(y);
    if (dragged < DRAG) return;
    // From here on it is no click: the frame hears of it also outside.
    frame.setPointerCapture(event.pointerId);
    const [other] = [...down].filter(([id]) => id !== event.pointerId).map(([, its]) => its);
    down.set(event.pointerId, at);
    if (!other) return move((view, size) => panned(view, { x, y }, size));
    const factor =
      Math.hypot(at.x - other.x, at.y - other.y) /
      Math.max(1, Math.hypot(before.x - other.x, before.y - other.y));
    const middle = { x: (at.x + other.x) / 2, y: (at.y + other.y) / 2 };
    move((view, size) => zoomed(panned(view, { x: x / 2, y: y / 2 }, size), factor, middle, size));
  });
  for (const end of ["pointerup", "pointercancel"] as const)
    on(end, ({ pointerId }) => down.delete(pointerId));
  on(
    "wheel",
    (event) => {
      event.preventDefault();
      const at = place(event);
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      move((view, size) => zoomed(view, Math.exp((-event.deltaY * lines) / 400), at, size));
    },
    { passive: false },
  );
  return () => listening.abort();
}
