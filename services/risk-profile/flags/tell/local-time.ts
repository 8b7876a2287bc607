const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * When a local time is (`2026-03-11T16:40`, or a date alone: its end), Unix ms; NaN for a text that is none.
 * A time that a change of the clock leaves out or repeats is taken to the hour.
 * @param zone An IANA name.
 */
export function instantOf(local: string, zone: string): number {
  const asIfUtc = Date.parse(`${local.length > 10 ? local : `${local}T23:59`}:00Z`);
  if (Number.isNaN(asIfUtc)) return NaN;
  const guess = asIfUtc - offsetAt(asIfUtc, zone);
  return asIfUtc - offsetAt(guess, zone);
}

/** By how much a zone's clock is ahead of UTC at a time, in ms. */
function offsetAt(time: number, zone: string): number {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("sv-SE", {
      timeZone: zone,
      dateStyle: "short",
      timeStyle: "medium",
    });
    formats.set(zone, format);
  }
  // Sweden writes 2026-03-11 16:40:00.
  const shown = Date.parse(`${format.format(time).replace(" ", "T")}Z`);
  return shown - Math.floor(time / 1_000) * 1_000;
}
