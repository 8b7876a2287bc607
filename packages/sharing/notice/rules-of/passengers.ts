import type { Passenger, Passengers } from "@talanoa/contract/generated/talanoa.ts";
import { isFlight } from "../../codes/identifiers.ts";
import { readTime } from "../draft-time.ts";
import type { Findings } from "../findings.ts";
import { limits } from "../limits.ts";
import type { Checking } from "./checking.ts";
import { checkList } from "./lists.ts";
import { checkBirth, checkDocument } from "./persons.ts";
import { checkCountry, checkUnlocode } from "./places.ts";
import { checkLine, isSaid } from "./text.ts";

export function checkPassengers({ passengers }: Passengers, { findings }: Checking): void {
  if (passengers.length === 0) findings.violation("passengers-required", "passengers");
  checkList(passengers, limits.passengers, "passengers", findings, checkPassenger);
}

// No description here may tell what is said of a passenger.
function checkPassenger(passenger: Passenger, field: string, findings: Findings): void {
  const { reference, name, documentNumber, flight, flightDate, indicator } = passenger;
  if (!isSaid(reference) && !isSaid(name) && !documentNumber) {
    findings.violation("passenger-identified", field);
  }
  checkLine(reference, `${field}.reference`, limits.shortText, findings);
  checkLine(name, `${field}.name`, limits.lineText, findings);
  checkLine(indicator, `${field}.indicator`, limits.lineText, findings);
  checkBirth(passenger, field, findings);
  checkCountry(passenger.nationality, `${field}.nationality`, findings);
  checkDocument(passenger, field, findings);
  checkBooking(passenger, field, findings);
  if (flight && !isFlight(flight)) findings.violation("flight-form", `${field}.flight`);
  if (flightDate && !isDay(flightDate)) {
    findings.violation("flight-date-form", `${field}.flight_date`);
  }
  for (const stop of ["departs", "arrives", "onward"] as const) {
    if (passenger[stop]) checkUnlocode(passenger[stop], "", `${field}.${stop}`, findings);
  }
}

function checkBooking(
  { seat, bags, recordLocator }: Passenger,
  field: string,
  findings: Findings,
): void {
  if (seat && !/^[0-9]{1,3}[A-Z]$/.test(seat)) findings.violation("seat-form", `${field}.seat`);
  if (bags !== null && bags > limits.bags) findings.violation("bags-range", `${field}.bags`);
  if (recordLocator && !/^[A-Z0-9]{5,8}$/.test(recordLocator)) {
    findings.violation("record-locator-form", `${field}.record_locator`);
  }
}

/** A day as YYYY-MM-DD. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && readTime(text) !== null;
}
