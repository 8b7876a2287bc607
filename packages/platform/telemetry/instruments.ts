import { type Counter, type Histogram, metrics } from "@opentelemetry/api";
import { measures, type NameOf } from "@talanoa/contract/measures.ts";

const meter = metrics.getMeter("talanoa");

// Bounds of times, in ms: a commit takes 2, a poor link 5,000. Without them the SDK begins at 5.
const MILLISECONDS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 60_000];
const COUNTS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000];

/** The histogram of this row in the table of measures. */
export function histogram(name: NameOf<"histogram">): Histogram {
  const { unit, meaning: description } = measures[name];
  const explicitBucketBoundaries = unit === "ms" ? MILLISECONDS : COUNTS;
  return meter.createHistogram(name, { unit, description, advice: { explicitBucketBoundaries } });
}

/** The counter of this row in the table of measures; one without labels is 0 from the start. */
export function counter(name: NameOf<"counter">): Counter {
  const { unit, by, meaning: description } = measures[name];
  const its = meter.createCounter(name, { unit, description });
  // A series that begins with its first event has not increased for Prometheus: of what is an alarm once, the first
  // would be told to nobody.
  if (by.length === 0) its.add(0);
  return its;
}
