import { readMoment } from "../dates/read-date.ts";
import type { Segment } from "../edifact/segment.ts";
import type { Issues } from "../issue.ts";
import type { Agency, Locator } from "../model/booking.ts";

/** RCI: references to a PNR, each with who gave it and when. */
export function readLocators(segment: Segment, issues: Issues): Locator[] {
  const locators: Locator[] = [];
  for (let element = 1; element <= segment.elements; element++) {
    const [carrier, number] = [segment.at(element), segment.at(element, 2)];
    if (carrier === "" && number === "") continue;
    let [type, date, time] = [
      segment.at(element, 3),
      segment.at(element, 4),
      segment.at(element, 5),
    ];
    if (/^\d{6}$/.test(type)) {
      issues.add("shifted-value", `${element}.3`);
      [type, date, time] = ["", type, date];
    }
    const createdAt = readMoment(date, time, "day-first", issues, `${element}.4`);
    locators.push({ carrier, number, ...(type && { type }), ...(createdAt && { createdAt }) });
  }
  return locators;
}

/** ORG: who made the booking. Undefined where it is empty, as in updates that cancel. */
export function readAgency(segment: Segment): Agency | undefined {
  const agency = {
    system: segment.at(1),
    location: segment.at(1, 2),
    number: segment.at(2),
    office: segment.at(2, 2),
    city: segment.at(3),
    company: segment.at(4),
    type: segment.at(5),
    country: segment.at(6) || segment.at(5, 2),
    currency: segment.at(6, 2) || segment.at(5, 3),
  };
  return Object.values(agency).some((part) => part !== "") ? agency : undefined;
}
