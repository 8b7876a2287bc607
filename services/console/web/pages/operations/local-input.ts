// What `<input type="datetime-local">` and `type="date"` have, which know no zone.

/** A time (Unix ms) as the input has it, in the time of this device. */
export function localInput(at: number): string {
  const date = new Date(at);
  return new Date(at - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** The time (Unix ms) of such an input; NaN for one that is not filled in. */
export function localTimeOf(value: string): number {
  return new Date(value).getTime();
}

const DAY = 86_400_000;

/** The first moment of a written day (UTC), Unix ms; 0 for none. */
export function dayStart(value: string): number {
  return value === "" ? 0 : Date.parse(`${value}T00:00:00Z`);
}

/** The moment after a written day (UTC), Unix ms; 0 for none. */
export function dayEnd(value: string): number {
  return value === "" ? 0 : dayStart(value) + DAY;
}
