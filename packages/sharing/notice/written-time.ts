const DAY = 24 * 60 * 60 * 1000;

/** A moment (Unix ms) as a draft has it: a date when a day begins there in UTC; empty for 0. */
export function writtenTime(at: number): string {
  if (at === 0) return "";
  return at % DAY === 0 ? dateOf(at) : `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/** The same of what counts to its end: a date when a day ends there. */
export function untilOf(at: number): string {
  return (at + 1) % DAY === 0 ? dateOf(at) : writtenTime(at);
}

/** `2025-07-14`, in UTC. */
export function dateOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
