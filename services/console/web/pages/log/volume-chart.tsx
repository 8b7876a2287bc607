import { inLanguage } from "../../words/words.ts";
import { drawn, type Volume } from "./figures.ts";
import { logWords } from "./log-words.ts";
import { linear, linearTicks } from "./scale.ts";

const HEIGHT = 220;
const ABOVE = 12;
const BELOW = 28;
const LEFT = 56;
const BAR = 12;
const GAP = 20;
const GROUP = drawn.length * BAR + GAP;
/** The width of a character of a name, at most. */
const CHARACTER = 8;

/** Volumes as bars beside each other; the table beside it has the same figures. */
export function VolumeChart({
  title,
  volumes,
}: {
  readonly title: string;
  readonly volumes: readonly Volume[];
}) {
  const words = inLanguage(logWords);
  const ticks = linearTicks(Math.max(...volumes.flatMap((its) => drawn.map((each) => its[each]))));
  const top = ticks.at(-1)!;
  const width = LEFT + Math.max(4, volumes.length) * GROUP;
  const bottom = HEIGHT - BELOW;
  const y = (value: number) => bottom - linear(value, 0, top) * (bottom - ABOVE);
  // Names that are longer than their groups are drawn for every so many of them.
  const longest = Math.max(...volumes.map(({ name }) => name.length)) * CHARACTER;
  const named = Math.max(1, Math.ceil((longest + CHARACTER) / GROUP));
  return (
    <figure class="log-figure">
      <figcaption class="row">
        <strong>{title}</strong>
        {drawn.map((each) => (
          <span key={each} class="log-legend">
            <svg width="14" height="14" aria-hidden="true">
              <rect class={`log-bar log-bar-${each}`} x="1" y="1" width="12" height="12" />
            </svg>
            {words[each]}
          </span>
        ))}
      </figcaption>
      <div class="log-chart-frame" role="group" aria-label={title} tabIndex={0}>
        <svg
          width={width}
          height={HEIGHT}
          viewBox={`0 0 ${width} ${HEIGHT}`}
          role="img"
          aria-label={title}
        >
          {ticks.map((tick) => (
            <g key={tick}>
              <line class="log-grid" x1={LEFT} x2={width} y1={y(tick)} y2={y(tick)} />
              <text class="log-tick" x={LEFT - 6} y={y(tick) + 4} text-anchor="end">
                {tick}
              </text>
            </g>
          ))}
          {volumes.map((its, i) => (
            <g key={its.name}>
              {drawn.map((each, at) => (
                <rect
                  key={each}
                  class={`log-bar log-bar-${each}`}
                  x={LEFT + i * GROUP + GAP / 2 + at * BAR}
                  y={y(its[each])}
                  width={BAR - 2}
                  height={bottom - y(its[each])}
                >
                  <title>{`${its.name} ${words[each]} ${its[each]}`}</title>
                </rect>
              ))}
              {i % named === 0 && (
                <text class="log-tick" x={LEFT + i * GROUP + GAP / 2} y={HEIGHT - 8}>
                  {its.name}
                </text>
              )}
            </g>
          ))}
        </svg>
      </div>
    </figure>
  );
}
