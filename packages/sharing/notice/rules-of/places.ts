import type { Place, Places } from "@talanoa/contract/generated/talanoa.ts";
import { isCountry } from "../../codes/countries.ts";
import { portOf } from "../../codes/ports.ts";
import { INTERNATIONAL_WATERS, isUnlocodeForm } from "../../codes/unlocode.ts";
import { countryOf } from "../concerned.ts";
import type { Findings } from "../findings.ts";
import { limits } from "../limits.ts";
import type { Checking } from "./checking.ts";
import { checkList } from "./lists.ts";
import { checkLine, isSaid } from "./text.ts";

export function checkPlaces(places: Places, { findings }: Checking): void {
  const { scenes, origin, departure, transit, destination } = places;
  if (scenes.length === 0) findings.violation("where-required", "where");
  // Who writes one place writes no list.
  if (scenes.length === 1) checkPlace(scenes[0]!, "where", findings);
  else checkList(scenes, limits.scenes, "where", findings, checkPlace);
  if (origin) checkPlace(origin, "route.origin", findings);
  if (departure) checkPlace(departure, "route.departure", findings);
  checkList(transit, limits.transit, "route.transit", findings, checkPlace);
  if (destination) checkPlace(destination, "route.destination", findings);
}

function checkPlace(place: Place, field: string, findings: Findings): void {
  const { name, unlocode, country, position } = place;
  if (!isSaid(name) && !unlocode && !position) findings.violation("place-named", field);
  checkLine(name, `${field}.name`, limits.lineText, findings);
  checkCountry(country, `${field}.country`, findings);
  if (unlocode) checkUnlocode(unlocode, country, `${field}.unlocode`, findings);
  if (position) {
    checkDegrees(position.latitude, 90, `${field}.latitude`, findings);
    checkDegrees(position.longitude, 180, `${field}.longitude`, findings);
  }
  if (!countryOf(place)) findings.warning("country-unknown", field);
}

/** A country, when one is given. */
export function checkCountry(country: string, field: string, findings: Findings): void {
  if (country && !isCountry(country)) findings.violation("country-known", field);
}

/** A UN/LOCODE, and that the country beside it is its own, when one is given. */
export function checkUnlocode(
  code: string,
  country: string,
  field: string,
  findings: Findings,
): void {
  const itsCountry = code.slice(0, 2);
  const isOfSomewhere = isCountry(itsCountry) || itsCountry === INTERNATIONAL_WATERS;
  if (!isUnlocodeForm(code) || !isOfSomewhere) {
    findings.violation("unlocode-form", field);
    return;
  }
  if (country && country !== itsCountry && itsCountry !== INTERNATIONAL_WATERS) {
    findings.violation("unlocode-country", field);
  }
  if (!portOf(code)) findings.warning("unlocode-unknown", field);
}

function checkDegrees(degrees: number, most: number, field: string, findings: Findings): void {
  // Written so that NaN breaks it.
  if (!(Math.abs(degrees) <= most)) findings.violation("position-range", field);
}
