import type { Moment } from "../../model/flight.ts";
import type { PartialDate } from "../../model/traveller.ts";

const DAY = 86_400_000;
const HOUR = 3_600_000;

/** Milliseconds of a moment as though it were UTC; undefined where it has no time of day. */
function atTime(moment: Moment | undefined): number | undefined {
  if (moment === undefined || !moment.includes("T")) return undefined;
  const time = Date.parse(`${moment}Z`);
  return Number.isNaN(time) ? undefined : time;
}

function atDay(moment: Moment | undefined): number | undefined {
  if (moment === undefined) return undefined;
  const time = Date.parse(moment.slice(0, 10));
  return Number.isNaN(time) ? undefined : time;
}

/** Full hours between two moments of one clock. */
export function hoursBetween(from: Moment | undefined, to: Moment | undefined): number | undefined {
  const [start, end] = [atTime(from), atTime(to)];
  return start === undefined || end === undefined ? undefined : Math.floor((end - start) / HOUR);
}

export function daysBetween(from: Moment | undefined, to: Moment | undefined): number | undefined {
  const [start, end] = [atDay(from), atDay(to)];
  return start === undefined || end === undefined ? undefined : Math.round((end - start) / DAY);
}

/** A date that is known to the day. */
export function dayOf(date: PartialDate | undefined): Moment | undefined {
  return date?.precision === "day" ? date.value : undefined;
}

/** Full years from a day of birth to a day; undefined where the day of birth is not known or is later. */
export function yearsBetween(
  birth: Moment | undefined,
  day: Moment | undefined,
): number | undefined {
  if (birth === undefined || day === undefined || birth > day) return undefined;
  const years = Number(day.slice(0, 4)) - Number(birth.slice(0, 4));
  return day.slice(5, 10) < birth.slice(5, 10) ? years - 1 : years;
}

/** The hour of a day, 0 to 23. */
export function hourOf(moment: Moment | undefined): number | undefined {
  const time = atTime(moment);
  return time === undefined ? undefined : new Date(time).getUTCHours();
}

/** Monday 1 to Sunday 7. */
export function weekdayOf(moment: Moment | undefined): number | undefined {
  const time = atDay(moment);
  return time === undefined ? undefined : new Date(time).getUTCDay() || 7;
}

const clocks = new Map<string, Intl.DateTimeFormat | undefined>();

/** The clock of a country, by its first time zone where it has several: up to some hours off there. */
function clockOf(country: string): Intl.DateTimeFormat | undefined {
  if (!/^[A-Z]{2}$/.test(country)) return undefined;
  if (!clocks.has(country)) {
    const [timeZone] = new Intl.Locale(`und-${country}`).getTimeZones() ?? [];
    const clock =
      timeZone && new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" });
    clocks.set(country, clock || undefined);
  }
  return clocks.get(country);
}

/** A local moment of a country in UTC. */
export function toUtc(local: Moment | undefined, country: string | undefined): Moment | undefined {
  const time = atTime(local);
  const clock = country === undefined ? undefined : clockOf(country);
  if (time === undefined || !clock) return undefined;
  const zone = clock.formatToParts(time).find(({ type }) => type === "timeZoneName")!.value;
  const [, sign, hours = "0", minutes = "0"] = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(zone) ?? [];
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === "-" ? -1 : 1);
  return new Date(time - offset * 60_000).toISOString().slice(0, 16);
}
