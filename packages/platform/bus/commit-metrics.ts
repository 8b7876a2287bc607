import { metrics } from "@opentelemetry/api";

const meter = metrics.getMeter("talanoa");

/** How long one commit took until its callers had their answers, repetitions included. */
export const commitDuration = meter.createHistogram("bus.commit.duration", {
  unit: "ms",
  description: "From writing a commit to the answer of its last caller",
});

/** How many messages went into one commit. */
export const commitMessages = meter.createHistogram("bus.commit.messages", {
  description: "Messages in one commit",
});

/** Attempts that were refused or had no answer, by kind. */
export const commitTroubles = meter.createCounter("bus.commit.troubles", {
  description: "Attempts that did not store, by kind",
});
