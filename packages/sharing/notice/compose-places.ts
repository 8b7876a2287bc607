import type { Place, Places } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { countryOfName } from "../codes/place-names.ts";
import type { Draft } from "./draft.ts";
import { said } from "./said.ts";

type WrittenPlace = NonNullable<Draft["where"]>[number];

/** The places of a draft; undefined when it names none. */
export function placesOf({ where, route }: Draft): Init<Places> | undefined {
  if (!where && !route) return undefined;
  return said({
    scenes: where?.map(placeOf),
    origin: route?.origin && placeOf(route.origin),
    departure: route?.departure && placeOf(route.departure),
    transit: route?.transit?.map(placeOf),
    destination: route?.destination && placeOf(route.destination),
  }) as Init<Places>;
}

function placeOf(written: WrittenPlace): Init<Place> {
  const { name, latitude, longitude } = written;
  const unlocode = written.unlocode?.replaceAll(" ", "").toUpperCase();
  // The country is written out where only a name would tell it: readers need no table of names.
  const country = written.country ?? (unlocode || !name ? undefined : countryOfName(name));
  const hasPosition = latitude !== undefined || longitude !== undefined;
  return said({
    name,
    unlocode,
    country,
    // Half a position is none: NaN is refused with the field's name.
    position: hasPosition
      ? { latitude: latitude ?? Number.NaN, longitude: longitude ?? Number.NaN }
      : undefined,
  }) as Init<Place>;
}
