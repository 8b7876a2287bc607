import { utc } from "@talanoa/sharing/text/time-text.ts";

export { isoTime, utc } from "@talanoa/sharing/text/time-text.ts";

const two = (number: number) => String(number).padStart(2, "0");

/** UTC with the local time beside it: `2025-07-14 22:02:11Z (10:02 +12)`; UTC alone where they agree. */
export function utcAndLocal(at: number): string {
  const local = at === 0 ? "" : localTime(at);
  return local ? `${utc(at)} (${local})` : utc(at);
}

/** `10:02 +12`, with the day before it when that is another; empty where the clock shows UTC. */
export function localTime(at: number): string {
  const date = new Date(at);
  const offset = -date.getTimezoneOffset();
  if (offset === 0) return "";
  const size = Math.abs(offset);
  const zone = `${offset < 0 ? "-" : "+"}${two(Math.floor(size / 60))}${size % 60 ? `:${two(size % 60)}` : ""}`;
  const day =
    date.getDate() === date.getUTCDate()
      ? ""
      : `${two(date.getMonth() + 1)}-${two(date.getDate())} `;
  return `${day}${two(date.getHours())}:${two(date.getMinutes())} ${zone}`;
}

/** The day on the person's own calendar, `2025-07-14`. */
export function localDay(now: Date): string {
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** The person's own time to the minute with its offset, as a draft has it: `2025-07-14T09:30+12:00`. */
export function localMinute(now: Date): string {
  const offset = -now.getTimezoneOffset();
  const size = Math.abs(offset);
  const zone = `${offset < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
  return `${localDay(now)}T${two(now.getHours())}:${two(now.getMinutes())}${zone}`;
}
