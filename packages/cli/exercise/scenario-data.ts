import { z } from "zod";
import { forPeople, known } from "./known-fields.ts";

// What is read out of a value is for who reads it: here it is only that the names are known.
const value = z.unknown().optional();
const place = known({ unlocode: value }).nullish();
const places = z.array(known({ unlocode: value })).nullish();
const craft = known({
  type: value,
  exercise_name: value,
  imo: value,
  mmsi: value,
  flag: forPeople,
}).nullish();
const goods = known({
  type: value,
  commodity: value,
  hs_heading: value,
  quantity: value,
  unit: value,
}).nullish();

/** The facts of an inject, by kind. Add one here and in docs/exercises.md: what is not known is refused. */
export const scenarioData = known({
  // Of an alert, a request or a notice of an operation.
  craft,
  ship: craft,
  container: value,
  place,
  position: known({ latitude: value, longitude: value }).nullish(),
  departed: place,
  loaded: place,
  left: place,
  transit: places,
  route: places,
  destination: place,
  seizure: goods,
  suspected: goods,
  concealment: value,
  traveller: known({
    reference: value,
    document_type: value,
    document_number: value,
    flight: value,
    date: forPeople,
  }).nullish(),
  departs: place,
  arrives: place,
  onward: place,
  indicator: value,
  starts_minute: value,
  ends_minute: value,
  window_minutes: value,
  reply_wanted_by_minute: value,

  // Of what is stated, asked or entered.
  state: value,
  outcome: value,
  query: value,
  with: value,
  late: value,
  from: value,
  to: value,
  operation: value,
  participant: value,
  participants: value,
  partners: value,
  sees_earlier: value,
  sponsor: value,

  action: forPeople,
  answer: forPeople,
  course_degrees: forPeople,
  declared_next_port: forPeople,
  links_down: forPeople,
  note: forPeople,
  pattern: forPeople,
  persons_on_board: forPeople,
  summary: forPeople,
  until_minute: forPeople,
});
