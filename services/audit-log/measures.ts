import { metrics } from "@opentelemetry/api";

const meter = metrics.getMeter("talanoa");

/** Records that were written together. */
export const batchSizes = meter.createHistogram("log.batch.size", { unit: "{record}" });

/** How long one transaction took. */
export const commitTimes = meter.createHistogram("log.commit.duration", { unit: "ms" });

/** From the stream's taking a record in until it stood in the log: of the oldest of each batch. */
export const lags = meter.createHistogram("log.lag", { unit: "ms" });

/** Messages that should carry a record and carry none that can be read. Any is an alarm. */
export const unreadable = meter.createCounter("log.unreadable", { unit: "{record}" });

/** Rows that do not follow from their record. Any is an alarm. */
export const alteredRows = meter.createCounter("log.altered", { unit: "{row}" });

/** Seconds since a witness last cosigned, while there is something to cosign. */
export const witnessLags = meter.createGauge("log_witness_lag", { unit: "s" });

/** 1 when the log has as many entries as the stream has records up to its position; 0 is an alarm. */
export const matchesStream = meter.createGauge("log_matches_stream");

/** 1 when the last scrub found the log as its records say; 0 is an alarm. */
export const scrubClean = meter.createGauge("log_scrub_clean");

/** Entries that were derived again by scrubs. */
export const scrubbedEntries = meter.createCounter("log.scrub.entries", { unit: "{entry}" });

/** How long a scrub of the whole log took, with its pauses. */
export const scrubTimes = meter.createHistogram("log.scrub.duration", { unit: "ms" });
