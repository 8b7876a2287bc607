import { readMoment } from "../dates/read-date.ts";
import type { Segment } from "../edifact/segment.ts";
import type { Issues } from "../issue.ts";
import type { Moment } from "../model/flight.ts";

export interface Times {
  readonly departure?: Moment;
  readonly arrival?: Moment;
}

/**
 * When a flight leaves and lands (TVL 1): date, time, date, time, all local. Without a date it lands on
 * the day on which it leaves.
 */
export function readTimes(segment: Segment, issues: Issues): Times {
  const [from, at, , until] = [1, 2, 3, 4].map((component) => segment.at(1, component));
  let [to, by] = [segment.at(1, 3), until!];
  if (/^\d{4}$/.test(to) && by === "") {
    issues.add("shifted-value", "1.3");
    [to, by] = ["", to];
  }
  const departure = readMoment(from!, at!, "day-first", issues, "1.1");
  const landsOn = to || (by === "" ? "" : from!);
  const arrival = readMoment(landsOn, by, "day-first", issues, "1.3");
  return { ...(departure && { departure }), ...(arrival && { arrival }) };
}

/** One of the dates of DAT: `DAT+700:061210:1010+710:061210:1200`. */
export function readStamp(segment: Segment, code: string, issues: Issues): Moment | undefined {
  for (let element = 1; element <= segment.elements; element++) {
    if (segment.at(element) !== code) continue;
    const [date, time] = [segment.at(element, 2), segment.at(element, 3).replace(/Z$/, "")];
    return readMoment(date, time, "day-first", issues, `${element}.2`);
  }
  return undefined;
}
