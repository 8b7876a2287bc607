import { inLanguage } from "../../words/words.ts";
import { drawn, type Volume } from "./figures.ts";
import { logWords } from "./log-words.ts";
import { linear, linearTicks } from "./scale.ts";

const HEIGHT = 220;
const ABOVE = 12;
const BELOW = 28;
const LEFT = 56;
// All Members and the Secretariat stand beside each other on a screen of 1280 px.
const BAR = 10;
const GAP = 14;
const GROUP = drawn.length * BAR + GAP;
/** The width of a character of a name, at most. */
const CHARACTER = 8;

/** Volumes as bars beside each other; the table beside it has the same figures. */
export function VolumeChart({
  title,
  volumes,
  isSequence,
}: {
  readonly title: string;
  readonly volumes: readonly Volume[];
  /** One follows the other, as days do: where there is no room for every name, some are enough. */
  readonly isSequence: boolean;
}) {
  const words = inLanguage(logWords);
  const ticks = linearTicks(Math.max(...volumes.flatMap((its) => drawn.map((each) => its[each]))));
  const top = ticks.at(-1)!;
  const width = LEFT + Math.max(4, volumes.length) * GROUP;
  const bottom = HEIGHT - BELOW;
  const y = (value: number) => bottom - linear(value, 0, top) * (bottom - ABOVE);
  const longest = Math.max(...volumes.map(({ name }) => name.length)) * CHARACTER;
  const named = isSequence ? Math.max(1, Math.ceil((longest + CHARACTER) / GROUP)) : 1;
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
                  {isSequence ? its.name : fitting(its.name)}
                </text>
              )}
            </g>
          ))}
        </svg>
      </div>
    </figure>
  );
}

/** A name cut to the width of its group: the table below has it whole. */
function fitting(name: string): string {
  const most = Math.floor(GROUP / CHARACTER);
  if (name === "") return "–";
  return name.length > most ? `${name.slice(0, most - 1)}…` : name;
}
