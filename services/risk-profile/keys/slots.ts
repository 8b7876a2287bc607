/** What is kept sealed until its time is over, each under keys of its own. */
export type TimedPurpose = keyof typeof slotLengths;

/** A list has a key of its own, and lives until it is removed. */
export type Purpose = TimedPurpose | "watchlist";

/** How much of a time tells two keys apart: those that end together share one, of an hour, a day or a month. */
const slotLengths = {
  /** Messages as they were read. */
  held: "2026-01-31T23".length,
  /** Flags and what is told of them. */
  flag: "2026-01-31".length,
  /** Who travelled. */
  "trip-identity": "2026-01-31".length,
  /** What is left of a trip without who it was. */
  trip: "2026-01-31".length,
  /** Under which trips of one person are found. */
  "trip-link": "2026-01".length,
} as const;

/**
 * The slot of a time (Unix ms), UTC: the hour, the day or the month. Slots of a purpose sort by their
 * time. What was sealed at a time is due to go once its slot is before that of a lifetime ago, so it
 * lives for the lifetime and at most one slot more.
 */
export function slotOf(purpose: TimedPurpose, at: number): string {
  return new Date(at).toISOString().slice(0, slotLengths[purpose]);
}

/** Whether a text is a slot of a purpose. */
export function isSlot(purpose: TimedPurpose, text: string): boolean {
  return text.length === slotLengths[purpose] && /^\d{4}-\d{2}(?:-\d{2}(?:T\d{2})?)?$/.test(text);
}
