import { counter, histogram } from "@talanoa/platform/telemetry/instruments.ts";
import { KeptGauge } from "@talanoa/platform/telemetry/kept-gauge.ts";

/** Records that were written together. */
export const batchSizes = histogram("log.batch.size");

/** How long one transaction took. */
export const commitTimes = histogram("log.commit.duration");

/** From the stream's taking a record in until it stood in the log: of the oldest of each batch. */
export const lags = histogram("log.lag");

/** Messages that should carry a record and carry none that can be read. Any is an alarm. */
export const unreadable = counter("log.unreadable");

/** Rows that do not follow from their record. Any is an alarm. */
export const alteredRows = counter("log.altered");

/** Seconds since a witness last cosigned, while it does not answer. */
export const witnessLags = new KeptGauge("log.witness.lag");

/** 1 when the log has as many entries as the stream has records up to its position; 0 is an alarm. */
export const matchesStream = new KeptGauge("log.matches_stream");

/** 1 when the last scrub found the log as its records say; 0 is an alarm. */
export const scrubClean = new KeptGauge("log.scrub.clean");

/** Entries that were derived again by scrubs. */
export const scrubbedEntries = counter("log.scrub.entries");

/** How long a scrub of the whole log took, with its pauses. */
export const scrubTimes = histogram("log.scrub.duration");
