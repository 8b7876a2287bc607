import { useEffect, useRef, useState } from "preact/hooks";
import { theme } from "../theme.ts";
import { landPath } from "./load-land.ts";
import type { Size, View } from "./view.ts";

/**
 * The land under the marks. On a canvas: as SVG, without a graphics card, a frame took 113 ms instead of 32 (Chromium
 * in software, 1400 by 760 pixels). `onTrouble` is told when the coasts are not to be had.
 */
export function LandCanvas({
  view,
  size,
  onTrouble,
}: {
  readonly view: View;
  readonly size: Size;
  readonly onTrouble: (error: unknown) => void;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [land, setLand] = useState<Path2D | null>(null);
  const [isDark, setDark] = useState(darkness.matches);
  useEffect(() => {
    let isGone = false;
    landPath().then(
      (path) => isGone || setLand(path),
      (error: unknown) => isGone || onTrouble(error),
    );
    return () => void (isGone = true);
  }, []);
  useEffect(() => {
    const listening = new AbortController();
    darkness.addEventListener("change", () => setDark(darkness.matches), {
      signal: listening.signal,
    });
    return () => listening.abort();
  }, []);
  const lit = theme.value;
  useEffect(() => {
    if (!land) return undefined;
    const frame = requestAnimationFrame(() => draw(canvas.current!, land, view, size));
    return () => cancelAnimationFrame(frame);
  }, [land, view, size, lit, isDark]);
  return <canvas ref={canvas} class="map-land" aria-hidden="true" />;
}

const darkness = matchMedia("(prefers-color-scheme: dark)");

function draw(canvas: HTMLCanvasElement, land: Path2D, { middle, scale }: View, size: Size): void {
  const dense = Math.min(2, devicePixelRatio);
  const [width, height] = [Math.round(size.width * dense), Math.round(size.height * dense)];
  if (canvas.width !== width || canvas.height !== height)
    [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext("2d")!;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, width, height);
  const its = scale * dense;
  context.setTransform(its, 0, 0, its, width / 2 - middle.x * its, height / 2 - middle.y * its);
  const { color } = getComputedStyle(canvas);
  context.fillStyle = color;
  context.fill(land);
  // In the same colour: an atoll is never less than a pixel, and a coast has no seam at the date line.
  context.strokeStyle = color;
  context.lineWidth = 1.5 / its;
  context.stroke(land);
}
