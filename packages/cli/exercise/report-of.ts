import type { ScenarioClock } from "./clock.ts";
import { type Data, listIn, numberIn, objectIn, textIn, unlocodeIn } from "./read-fact.ts";
import type { Inject } from "./scenario.ts";

/** What an alert reports. */
export function reportOf({ content: { data }, title }: Inject, clock: ScenarioClock): object {
  return {
    ...placesOf(data, true),
    ...conveyanceOf(data),
    ...goodsOf(data, title),
    ...passengersOf(data, title, clock),
  };
}

export function placesOf(data: Data, required: boolean): object {
  const position = objectIn(data, "position");
  const place = unlocodeIn(data, "place");
  const isWhole =
    numberIn(position ?? {}, "latitude") !== undefined &&
    numberIn(position ?? {}, "longitude") !== undefined;
  const where = position && isWhole ? { name: "At sea", ...position } : place;
  const transit = [...listIn(data, "transit"), ...listIn(data, "route")].flatMap(
    (each) => textIn(each, "unlocode") ?? [],
  );
  const route = {
    departure:
      unlocodeIn(data, "departed") ?? unlocodeIn(data, "loaded") ?? unlocodeIn(data, "left"),
    transit,
    destination: unlocodeIn(data, "destination"),
  };
  const isSaid = route.departure || route.destination || transit.length > 0;
  return {
    ...(where || required ? { where: where ?? "Pacific Ocean" } : {}),
    ...(isSaid && { route }),
  };
}

export function conveyanceOf(data: Data): object {
  const craft = objectIn(data, "craft") ?? objectIn(data, "ship");
  const container = textIn(data, "container");
  const imo = craft && textIn(craft, "imo")?.replaceAll(/\D/g, "");
  const conveyance = {
    ...(craft && {
      type: textIn(craft, "type"),
      name: textIn(craft, "exercise_name"),
      mmsi: textIn(craft, "mmsi"),
    }),
    ...(imo && { imo }),
    ...(container && { containers: [container] }),
  };
  // Of a craft of which only people can read something, nothing is said here.
  return Object.values(conveyance).some((its) => its !== undefined) ? { conveyance } : {};
}

function goodsOf(data: Data, title: string): object {
  const seizure = objectIn(data, "seizure") ?? objectIn(data, "suspected");
  if (!seizure) return {};
  const quantity = numberIn(seizure, "quantity");
  const method = textIn(data, "concealment");
  return {
    goods: [
      {
        name: textIn(seizure, "commodity") ?? (textIn(seizure, "type") ? undefined : title),
        class: textIn(seizure, "type"),
        hs_heading: textIn(seizure, "hs_heading"),
        ...(quantity !== undefined && { quantity, unit: textIn(seizure, "unit") ?? "kg" }),
        ...(method && { concealment: { method } }),
      },
    ],
  };
}

function passengersOf(data: Data, title: string, clock: ScenarioClock): object {
  const traveller = objectIn(data, "traveller");
  if (!traveller) return {};
  return {
    passengers: [
      {
        reference: textIn(traveller, "reference") ?? title,
        document_type: textIn(traveller, "document_type"),
        document_number: textIn(traveller, "document_number"),
        flight: textIn(traveller, "flight"),
        flight_date: new Date(clock.at(0)).toISOString().slice(0, 10),
        departs: unlocodeIn(data, "departs"),
        arrives: unlocodeIn(data, "arrives"),
        onward: unlocodeIn(data, "onward"),
        indicator: textIn(data, "indicator"),
      },
    ],
  };
}

/** What is said of a traveller besides, for people. */
export function personsOf({ content: { data }, title }: Inject, note: string): object {
  const name = textIn(objectIn(data, "traveller") ?? {}, "reference") ?? title;
  return { persons: [{ name, role: "traveller", note }] };
}
