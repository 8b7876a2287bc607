import { answerStateWords } from "@talanoa/contract/words.ts";
import { isCommodityClass } from "@talanoa/sharing/codes/commodity-classes.ts";
import { isConcealmentMethod } from "@talanoa/sharing/codes/concealment-methods.ts";
import { isCountry } from "@talanoa/sharing/codes/countries.ts";
import { chapterOf } from "@talanoa/sharing/codes/hs-chapters.ts";
import {
  isContainerNumber,
  isFlight,
  isImoNumber,
  isMmsi,
} from "@talanoa/sharing/codes/identifiers.ts";
import { travelDocuments } from "@talanoa/sharing/codes/travel-documents.ts";

/** What a fact is written as: a value that can be read, or facts of its own, or a list of such. */
export type FactShape = ((value: unknown) => boolean) | FactTable | readonly [FactTable];

export interface FactTable {
  readonly [name: string]: FactShape;
}

const anything = () => true;
const isText = (value: unknown): value is string => typeof value === "string";
const isNumber = (value: unknown): value is number => Number.isFinite(value);
const isTexts = (value: unknown) => Array.isArray(value) && value.every(isText);
const isTextOrTexts = (value: unknown) => isText(value) || isTexts(value);
const isYesOrNo = (value: unknown) => typeof value === "boolean";
/** A text that the hub takes as such: what it would refuse is for people. */
const text = (is: (value: string) => boolean) => (value: unknown) => isText(value) && is(value);
const within = (most: number) => (value: unknown) => isNumber(value) && Math.abs(value) <= most;
const words = new Set<string>(Object.values(answerStateWords));

const place = {
  unlocode: text((its) => /^[A-Z]{2}[A-Z2-9]{3}$/.test(its) && isCountry(its.slice(0, 2))),
};
const craft = {
  type: isText,
  exercise_name: isText,
  imo: text((its) => isImoNumber(its.replaceAll(/\D/g, ""))),
  mmsi: text(isMmsi),
  flag: anything,
};
const goods = {
  type: text(isCommodityClass),
  commodity: isText,
  hs_heading: text((its) => /^(\d{2}){1,3}$/.test(its) && chapterOf(its) !== undefined),
  quantity: (value: unknown) => isNumber(value) && value >= 0,
  unit: isText,
};

/**
 * The facts of an inject that have a place of their own in the hub. Add one here and in docs/exercises.md: what is
 * not here is read by people alone.
 */
export const scenarioFacts = {
  // Of an alert, a request or a notice of an operation.
  craft,
  ship: craft,
  container: text(isContainerNumber),
  place,
  position: { latitude: within(90), longitude: within(180) },
  departed: place,
  loaded: place,
  left: place,
  transit: [place],
  route: [place],
  destination: place,
  seizure: goods,
  suspected: goods,
  concealment: text(isConcealmentMethod),
  traveller: {
    reference: isText,
    document_type: text((its) => Object.hasOwn(travelDocuments, its)),
    document_number: text((its) => /^[A-Za-z0-9][A-Za-z0-9/.-]{0,29}$/.test(its)),
    flight: text(isFlight),
    date: anything,
  },
  departs: place,
  arrives: place,
  onward: place,
  indicator: isText,
  starts_minute: isNumber,
  ends_minute: isNumber,
  window_minutes: (value: unknown) =>
    Array.isArray(value) && value.length === 2 && value.every(isNumber),
  reply_wanted_by_minute: isNumber,

  // Of what is stated, asked or entered.
  state: text((its) => words.has(its)),
  outcome: isText,
  query: isTextOrTexts,
  with: isText,
  late: isTexts,
  from: isText,
  to: isText,
  operation: isText,
  participant: isText,
  participants: isTexts,
  partners: (value: unknown) =>
    typeof value === "object" && value !== null && Object.values(value).every(isText),
  sees_earlier: isYesOrNo,
  sponsor: isText,

  // For people.
  action: anything,
  answer: anything,
  course_degrees: anything,
  declared_next_port: anything,
  links_down: anything,
  note: anything,
  pattern: anything,
  persons_on_board: anything,
  summary: anything,
  until_minute: anything,
} as const satisfies FactTable;
