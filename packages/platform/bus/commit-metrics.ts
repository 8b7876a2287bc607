import { counter, histogram } from "../telemetry/instruments.ts";

/** How long one commit took until its callers had their answers, repetitions included. */
export const commitDuration = histogram("bus.commit.duration");

/** How many messages went into one commit. */
export const commitMessages = histogram("bus.commit.messages");

/** Attempts that were refused or had no answer, by kind. */
export const commitTroubles = counter("bus.commit.troubles");
