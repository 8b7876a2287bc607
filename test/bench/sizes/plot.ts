import { inFigures, type Measured } from "./measured.ts";

const WIDTH = 760;
const HEIGHT = 440;
const LEFT = 64;
const RIGHT = 210;
const TOP = 24;
const BOTTOM = 52;
/** Milliseconds at the bottom and at the top of the plot. */
const LEAST = 0.1;
const MOST = 1_000;

interface Line {
  readonly name: string;
  readonly colour: string;
  readonly dash: string;
  readonly at: (measured: Measured) => number;
}

const queried = (kind: string, reader: string) => (measured: Measured) =>
  measured.queried.find((one) => one.kind === kind && one.reader === reader)!.answer.p50;

// Told apart by their dashes as well as by their colours.
const lines: readonly Line[] = [
  {
    name: "1,000 entries appended",
    colour: "#444444",
    dash: "",
    at: ({ append }) => append.p50,
  },
  {
    name: "query by step",
    colour: "#0072b2",
    dash: "",
    at: queried("step", "auditor of all"),
  },
  {
    name: "query by participant",
    colour: "#d55e00",
    dash: "8 3",
    at: queried("participant", "participant's auditor"),
  },
  {
    name: "query by notice",
    colour: "#009e73",
    dash: "2 3",
    at: queried("notice", "auditor of all"),
  },
  { name: "inclusion proof", colour: "#cc79a7", dash: "", at: ({ inclusion }) => inclusion.p50 },
  {
    name: "consistency proof",
    colour: "#8a6d00",
    dash: "8 3 2 3",
    at: ({ consistency }) => consistency.p50,
  },
];

/** Medians against the size of the log, both scales logarithmic, as an SVG. */
export function plot(all: readonly Measured[]): string {
  const sizes = all.map(({ size }) => size);
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  const x = (size: number) =>
    LEFT + share(size, least, Math.max(most, least * 10)) * (WIDTH - LEFT - RIGHT);
  const y = (ms: number) => HEIGHT - BOTTOM - share(ms, LEAST, MOST) * (HEIGHT - TOP - BOTTOM);
  const description = lines
    .map(({ name, at }) => `${name} ${all.map((one) => inFigures(at(one))).join(", ")} ms`)
    .join("; ");
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="title description" font-family="sans-serif" font-size="12">`,
    `<title id="title">Median times of the exchange log against its size</title>`,
    `<desc id="description">At ${sizes.map(inEntries).join(", ")} entries: ${description}.</desc>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>`,
    ...powers(LEAST, MOST).flatMap((ms) => [
      `<line x1="${LEFT}" y1="${y(ms).toFixed(1)}" x2="${WIDTH - RIGHT}" y2="${y(ms).toFixed(1)}" stroke="#dddddd"/>`,
      `<text x="${LEFT - 8}" y="${(y(ms) + 4).toFixed(1)}" text-anchor="end" fill="#333333">${ms.toLocaleString("en")} ms</text>`,
    ]),
    ...sizes.map(
      (size) =>
        `<text x="${x(size).toFixed(1)}" y="${HEIGHT - BOTTOM + 20}" text-anchor="middle" fill="#333333">${inEntries(size)}</text>`,
    ),
    `<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 10}" text-anchor="middle" fill="#333333">entries in the log</text>`,
    ...lines.flatMap((line) => drawn(line, all, x, y)),
    ...labels(all.at(-1), y),
    "</svg>",
    "",
  ].join("\n");
}

function drawn(
  { colour, dash, at }: Line,
  all: readonly Measured[],
  x: (size: number) => number,
  y: (ms: number) => number,
): string[] {
  const points = all.map((one) => [x(one.size).toFixed(1), y(at(one)).toFixed(1)] as const);
  const dashes = dash && ` stroke-dasharray="${dash}"`;
  return [
    `<polyline points="${points.map((point) => point.join(",")).join(" ")}" fill="none" stroke="${colour}" stroke-width="2"${dashes}/>`,
    ...points.map(([cx, cy]) => `<circle cx="${cx}" cy="${cy}" r="3" fill="${colour}"/>`),
  ];
}

/** The names at the ends of the lines, none on another. */
function labels(last: Measured | undefined, y: (ms: number) => number): string[] {
  if (!last) return [];
  const ends = lines
    .map((line) => ({ ...line, ms: line.at(last) }))
    .sort((one, other) => other.ms - one.ms);
  let above = 0;
  return ends.map(({ name, colour, ms }) => {
    const place = Math.max(y(ms) + 4, above + 15);
    above = place;
    return `<text x="${WIDTH - RIGHT + 10}" y="${place.toFixed(1)}" fill="${colour}">${name}, ${inFigures(ms)} ms</text>`;
  });
}

function share(value: number, least: number, most: number): number {
  return (Math.log10(value) - Math.log10(least)) / (Math.log10(most) - Math.log10(least));
}

function powers(least: number, most: number): number[] {
  const count = Math.round(Math.log10(most / least));
  return Array.from({ length: count + 1 }, (_, i) => Number((least * 10 ** i).toPrecision(1)));
}

function inEntries(size: number): string {
  if (size >= 1_000_000) return `${size / 1_000_000} M`;
  return size >= 1_000 ? `${size / 1_000} k` : String(size);
}
