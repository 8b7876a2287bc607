import { took } from "@talanoa/contract/took.ts";
import { inLanguage, labelled } from "../../words/words.ts";
import type { Delay } from "./figures.ts";
import { logWords } from "./log-words.ts";
import { durationTicks, logarithmic } from "./scale.ts";

const LEFT = 130;
const WIDTH = 640;
const RIGHT = 24;
const ROW = 22;
const BELOW = 26;

/** How long something took, a line from the median to what 95 of 100 stay within, by orders of magnitude. */
export function DelayChart({
  title,
  delays,
}: {
  readonly title: string;
  readonly delays: readonly Delay[];
}) {
  const words = inLanguage(logWords);
  const shortest = Math.min(...delays.map(({ median }) => median));
  const longest = Math.max(...delays.map(({ p95 }) => p95));
  const ticks = durationTicks(shortest, longest);
  const [from, to] = [ticks[0]!, ticks.at(-1)!];
  const x = (value: number) => LEFT + logarithmic(value, from, to) * (WIDTH - LEFT - RIGHT);
  const height = delays.length * ROW + BELOW;
  return (
    <figure class="log-figure">
      <figcaption class="row">
        <strong>{title}</strong>
        <span class="log-legend">
          <svg width="14" height="14" aria-hidden="true">
            <circle class="log-median" cx="7" cy="7" r="5" />
          </svg>
          {words.median}
        </span>
        <span class="log-legend">
          <svg width="14" height="14" aria-hidden="true">
            <rect class="log-p95" x="5" y="1" width="4" height="12" />
          </svg>
          {words.p95}
        </span>
      </figcaption>
      <div class="log-chart-frame" role="group" aria-label={title} tabIndex={0}>
        <svg
          width={WIDTH}
          height={height}
          viewBox={`0 0 ${WIDTH} ${height}`}
          role="img"
          aria-label={title}
        >
          {ticks.map((tick) => (
            <g key={tick}>
              <line class="log-grid" x1={x(tick)} x2={x(tick)} y1={0} y2={height - BELOW} />
              <text class="log-tick" x={x(tick)} y={height - 8} text-anchor="middle">
                {took(tick)}
              </text>
            </g>
          ))}
          {delays.map(({ period, participant, median, p95 }, i) => {
            const y = i * ROW + ROW / 2;
            const name = [participant, period].filter(Boolean).join(" ");
            return (
              <g key={name}>
                <title>{labelled(name, `${took(median)}, ${took(p95)}`)}</title>
                <text class="log-tick" x={LEFT - 8} y={y + 4} text-anchor="end">
                  {name}
                </text>
                <line class="log-span" x1={x(median)} x2={x(p95)} y1={y} y2={y} />
                <rect class="log-p95" x={x(p95) - 2} y={y - 6} width="4" height="12" />
                <circle class="log-median" cx={x(median)} cy={y} r="5" />
              </g>
            );
          })}
        </svg>
      </div>
    </figure>
  );
}
