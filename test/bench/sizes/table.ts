import { inFigures, type Measured, type Times } from "./measured.ts";

/** What was measured, a table for people in Markdown: a row a figure, a column a size. */
export function table(all: readonly Measured[]): string {
  const head = ["", ...all.map(({ size }) => size.toLocaleString("en"))];
  const row = (name: string, value: (at: Measured) => string) => [name, ...all.map(value)];
  const queries = (all[0]?.queried ?? []).flatMap(({ kind, reader }, i) => [
    row(`by ${kind}, ${reader}: answer`, ({ queried }) => inWords(queried[i]!.answer)),
    row("its processor time, ms", ({ queried }) => inFigures(queried[i]!.processor)),
    row("of it, found", ({ queried }) => inWords(queried[i]!.find)),
    row("through the door", ({ queried }) => inWords(queried[i]!.door)),
    row("rows", ({ queried }) => String(queried[i]!.rows)),
  ]);
  const tables = Object.keys(all[0]?.bytes ?? {});
  const perSecond = (value: number | undefined) =>
    value === undefined ? "" : Math.round(value).toLocaleString("en");
  const rows = [
    head,
    head.map((_, i) => (i === 0 ? "---" : "---:")),
    ...queries,
    row("inclusion proof, door", ({ inclusion }) => inWords(inclusion)),
    row("consistency proof, door", ({ consistency }) => inWords(consistency)),
    row("1,000 entries appended", ({ append }) => `${inWords(append)} (${append.tries})`),
    row("one proof verified, µs", ({ proofVerified: { p50, p99 } }) =>
      inWords({ p50: p50 * 1_000, p99: p99 * 1_000 }),
    ),
    row("all entries verified, entries/s", ({ verified }) => perSecond(verified?.hashed)),
    row("with reading them, entries/s", ({ verified }) => perSecond(verified?.whole)),
    row("grown to this size, entries/s", ({ grown }) => perSecond(grown)),
    ...tables.map((name) =>
      row(`\`${name}\` on disk, MB`, ({ bytes }) => ((bytes[name] ?? 0) / 1e6).toFixed(1)),
    ),
  ];
  return rows.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function inWords({ p50, p99 }: Pick<Times, "p50" | "p99">): string {
  return `${inFigures(p50)} / ${inFigures(p99)}`;
}
