import type { Measure } from "@talanoa/contract/measures.ts";

const SUFFIXES: { readonly [unit: string]: string } = {
  s: "_seconds",
  ms: "_milliseconds",
  By: "_bytes",
};

/**
 * The series of a measure as Prometheus has them, by the rules of OpenTelemetry's "Prometheus and OpenMetrics
 * Compatibility": dots become underscores, the unit is written out and annotations are left away, counters end with
 * `_total`.
 */
export function prometheusNames(name: string, { kind, unit }: Measure): string[] {
  const ratio = unit === "1" && kind === "gauge" ? "_ratio" : "";
  const base = `${name.replaceAll(".", "_")}${SUFFIXES[unit] ?? ratio}`;
  if (kind === "counter") return [`${base}_total`];
  if (kind === "histogram") return ["_bucket", "_count", "_sum"].map((end) => `${base}${end}`);
  return [base];
}
