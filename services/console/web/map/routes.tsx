import { useMemo } from "preact/hooks";
import { greatCircles, pathText } from "./great-circle.ts";
import { project } from "./mercator.ts";
import type { SeenNotice } from "./seen-notice.ts";
import { pixelOf, type Size, type View } from "./view.ts";

/** The ways of notices: a line drawn through for a vessel, dashes for a flight, dots for what is not told. */
export function Routes({
  notices,
  lit,
  view,
  size,
}: {
  readonly notices: readonly SeenNotice[];
  /** Keys of notices whose way stands out. */
  readonly lit: ReadonlySet<string>;
  readonly view: View;
  readonly size: Size;
}) {
  const routes = useMemo(() => routesOf(notices), [notices]);
  const origin = pixelOf(view, { x: 0, y: 0 }, size);
  const move = `translate(${origin.x} ${origin.y}) scale(${view.scale})`;
  return (
    <svg class="map-routes" width={size.width} height={size.height} aria-hidden="true">
      <g transform={move}>
        {routes.map(({ key, by, path, stops }) => (
          <g key={key} class={`map-route map-route-${by} ${lit.has(key) ? "map-route-lit" : ""}`}>
            <path d={path} />
            {stops.map(({ x, y }, i) => (
              <circle key={i} cx={x} cy={y} r={3 / view.scale} />
            ))}
          </g>
        ))}
      </g>
    </svg>
  );
}

function routesOf(notices: readonly SeenNotice[]) {
  return notices.flatMap(({ key, where: { route, carrier } }) => {
    if (route.length < 2) return [];
    const path = greatCircles(route).map(pathText).join("");
    return [{ key, by: carrier?.by ?? "other", path, stops: route.map(project) }];
  });
}
