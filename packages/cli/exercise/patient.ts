/**
 * How long a call of an exercise waits for an answer and is repeated, ms: the hub may be on trial, its services killed
 * every 2 s, and on a busy machine each starts in longer than that.
 */
export const patient = { patience: 180_000, deadline: 20_000 };
