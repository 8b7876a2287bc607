import { type Place, type RiskFlag, SectionType } from "@talanoa/contract/generated/talanoa.ts";
import { airportOf, type Port, portOf } from "../codes/ports.ts";
import { portOfName } from "../codes/port-names.ts";
import { countryOf } from "../notice/concerned.ts";
import { shown } from "../notice/describe-line.ts";
import { itineraryOf } from "../notice/itinerary.ts";
import { type OpenedNotice, sectionOf } from "../notice/open.ts";
import type { CountryPoints } from "./country-point.ts";
import { isOnEarth, type Point } from "./point.ts";

/**
 * From what a place's point is known: coordinates that the notice gives, the port that it names, or only its country,
 * for which one point stands.
 */
export type Exactness = "position" | "port" | "country";

/** Where on a route a place stands; `scene` is where it happened. */
export type PlaceRole = "scene" | "origin" | "departure" | "transit" | "destination";

/** A place of a notice, found on the map. */
export interface FoundPlace extends Point {
  readonly role: PlaceRole;
  /** As the notice has it, fit to be shown. */
  readonly name: string;
  readonly exactness: Exactness;
}

/** What carried the goods or persons, when the notice says it. */
export interface Carrier {
  readonly by: "vessel" | "flight" | "other";
  /** A vessel's name or a flight's number; empty when it is not told. */
  readonly name: string;
}

/** Where a notice says that something happened, and by which way. */
export interface Whereabouts {
  readonly scenes: readonly FoundPlace[];
  /** From the first to the last. */
  readonly route: readonly FoundPlace[];
  readonly carrier: Carrier | null;
  /** Names of places of which no point is known. */
  readonly unfound: readonly string[];
}

/** The places, the route and the carrier of a notice, as far as the reader holds its sections. */
export function whereaboutsOf(
  notice: Pick<OpenedNotice, "sections">,
  points: CountryPoints,
): Whereabouts {
  const flag = sectionOf(notice, SectionType.RISK_FLAG);
  if (flag) return flightOf(flag);
  const places = sectionOf(notice, SectionType.PLACES);
  const unfound: string[] = [];
  const found = (role: PlaceRole, written: readonly (Place | null | undefined)[]) =>
    written.flatMap((place): FoundPlace[] => {
      if (!place) return [];
      const at = placeOf(place, points);
      if (at) return [{ role, ...at }];
      unfound.push(nameOf(place));
      return [];
    });
  return {
    scenes: found("scene", places?.scenes ?? []),
    route: [
      ...found("origin", [places?.origin]),
      ...found("departure", [places?.departure]),
      ...found("transit", places?.transit ?? []),
      ...found("destination", [places?.destination]),
    ],
    carrier: carrierOf(notice),
    unfound: unfound.filter(Boolean),
  };
}

/** A risk flag's flight, from airport to airport. */
function flightOf(flag: RiskFlag): Whereabouts {
  const codes = itineraryOf(flag);
  const unfound: string[] = [];
  const route = codes.flatMap((code, index): FoundPlace[] => {
    const port = portOf(code) ?? airportOf(code);
    if (!port) unfound.push(shown(code));
    const role = index === 0 ? "departure" : index < codes.length - 1 ? "transit" : "destination";
    return port ? [{ role, ...atPort(port, port.name) }] : [];
  });
  return { scenes: [], route, carrier: { by: "flight", name: shown(flag.flight) }, unfound };
}

function placeOf(place: Place, points: CountryPoints): Omit<FoundPlace, "role"> | null {
  const name = nameOf(place);
  const { position, unlocode } = place;
  if (position && isOnEarth(position)) {
    const { latitude, longitude } = position;
    return { name, latitude, longitude, exactness: "position" };
  }
  const country = countryOf(place) ?? "";
  const port = portOf(unlocode) ?? portOfName(place.name, country);
  if (port) return atPort(port, name || port.name);
  const point = points(country);
  return point
    ? { name, latitude: point.latitude, longitude: point.longitude, exactness: "country" }
    : null;
}

function atPort({ latitude, longitude }: Port, name: string): Omit<FoundPlace, "role"> {
  return { name, latitude, longitude, exactness: "port" };
}

function nameOf({ name, unlocode, country }: Place): string {
  return shown(name || portOf(unlocode)?.name || unlocode || country);
}

function carrierOf(notice: Pick<OpenedNotice, "sections">): Carrier | null {
  const conveyance = sectionOf(notice, SectionType.CONVEYANCE);
  if (!conveyance) return null;
  const { transportMode, name, flight, registration, imo, mmsi, smallCraft, type } = conveyance;
  const hasVessel = Boolean(imo || mmsi || smallCraft);
  const by = modes[transportMode] ?? (flight ? "flight" : hasVessel ? "vessel" : "other");
  const named = by === "flight" ? flight || name : name;
  return { by, name: shown(named || registration || type) };
}

/** By the first digit of UN/ECE Recommendation 19; any other tells nothing. */
const modes: { readonly [mode: string]: Carrier["by"] } = {
  "1": "vessel",
  "2": "other",
  "3": "other",
  "4": "flight",
  "8": "vessel",
};
