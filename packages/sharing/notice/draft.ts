import {
  alertTypeWords,
  dataPurposeWords,
  answerStateWords,
  directionWords,
  kindWords,
  operationNoticeWords,
  operationPhaseWords,
  precedenceWords,
  requestTypeWords,
  riskMeasureWords,
  timePrecisionWords,
} from "@talanoa/contract/words.ts";
import { z } from "zod";
import { audienceOf, placeOf } from "./draft-short-forms.ts";
import { violationsOf } from "./draft-errors.ts";
import { caveatWords } from "./handling.ts";
import { bytes, code, listOf, orField, record, text, time, tlp, wordIn } from "./draft-shapes.ts";
import { InvalidNotice } from "./violation.ts";

const when = record({
  start: time,
  end: time.optional(),
  precision: wordIn(timePrecisionWords).optional(),
});

const place = z.preprocess(
  placeOf,
  record({
    name: text.optional(),
    unlocode: text.optional(),
    country: text.optional(),
    latitude: z.number().optional(),
    longitude: z.number().optional(),
  }),
);

const commodity = orField(
  "name",
  record({
    name: text.optional(),
    class: text.optional(),
    hs_heading: code.optional(),
    quantity: z.number().optional(),
    unit: text.optional(),
    approximate: z.boolean().optional(),
    value: record({ amount: z.number(), currency: text }).optional(),
    packaging: text.optional(),
    concealment: orField(
      "method",
      record({ method: text.optional(), description: text.optional() }),
    ).optional(),
    note: text.optional(),
  }),
);

const conveyance = record({
  mode: code.optional(),
  type: text.optional(),
  name: text.optional(),
  flag: text.optional(),
  imo: code.optional(),
  mmsi: code.optional(),
  call_sign: text.optional(),
  containers: listOf(text).optional(),
  flight: text.optional(),
  registration: text.optional(),
  small_craft: record({
    length: z.number().optional(),
    masts: z.int().nonnegative().optional(),
    hull_colour: text.optional(),
    sail_colour: text.optional(),
    description: text.optional(),
    persons_on_board: z.int().nonnegative().optional(),
  }).optional(),
});

const image = record({
  // Read by whoever has files; the bytes then stand in content.
  file: text.optional(),
  content: bytes.optional(),
  media_type: text.optional(),
  caption: text.optional(),
});

const person = record({
  name: text.optional(),
  birth_date: code.optional(),
  sex: text.optional(),
  nationality: text.optional(),
  document_type: text.optional(),
  document_number: text.optional(),
  role: text.optional(),
  note: text.optional(),
});

const passenger = record({
  reference: text.optional(),
  name: text.optional(),
  document_type: text.optional(),
  document_number: text.optional(),
  flight: text.optional(),
  flight_date: code.optional(),
  departs: text.optional(),
  arrives: text.optional(),
  onward: text.optional(),
  indicator: text.optional(),
  birth_date: code.optional(),
  sex: text.optional(),
  nationality: text.optional(),
  seat: text.optional(),
  bags: z.int().nonnegative().optional(),
  record_locator: code.optional(),
});

const company = orField(
  "name",
  record({
    name: text.optional(),
    registration_number: text.optional(),
    country: text.optional(),
    role: text.optional(),
    note: text.optional(),
  }),
);

const grading = {
  scheme: text.optional(),
  reliability: text.optional(),
  credibility: z.coerce.number().int().nonnegative().optional(),
};

const operation = record({
  id: text.optional(),
  notice: wordIn(operationNoticeWords).optional(),
  name: text.optional(),
  phase: wordIn(operationPhaseWords).optional(),
  starts: time.optional(),
  ends: time.optional(),
  objective: text.optional(),
  participants: listOf(text).optional(),
  coordination_unit: text.optional(),
  contact_points: listOf(
    record({ participant: text, office: text.optional(), channel: text.optional() }),
  ).optional(),
  results: listOf(
    record({
      measure: text.optional(),
      quantity: z.number().optional(),
      unit: text.optional(),
      note: text.optional(),
    }),
  ).optional(),
  tasks: record({
    asked: z.int().nonnegative().optional(),
    answered: z.int().nonnegative().optional(),
  }).optional(),
});

const request = record({
  type: wordIn(requestTypeWords).optional(),
  text: text.optional(),
  answer_by: time.optional(),
  operation: text.optional(),
});

const reply = record({
  request: text.optional(),
  request_digest: text.optional(),
  state: wordIn(answerStateWords).optional(),
  text: text.optional(),
});

const riskFlag = record({
  reference: code.optional(),
  flight: text.optional(),
  flight_date: code.optional(),
  departs: text.optional(),
  arrives: text.optional(),
  onward: listOf(text).optional(),
  arrives_at: time.optional(),
  grade: text.optional(),
  scheme: text.optional(),
  reasons: listOf(text).optional(),
  profile: text.optional(),
  profile_version: z.int().nonnegative().optional(),
  travellers: z.int().nonnegative().optional(),
  message_digest: text.optional(),
  measure: wordIn(riskMeasureWords).optional(),
  withdrawn: z.boolean().optional(),
});

/** The shape of a draft. What a notice must say is checked by validateNotice, for all alike. */
export const draftSchema = record({
  kind: wordIn(kindWords),
  type: wordIn(alertTypeWords).optional(),
  title: text.optional(),
  case_reference: text.optional(),
  when: orField("start", when).optional(),
  where: listOf(place).optional(),
  direction: wordIn(directionWords).optional(),
  office: text.optional(),
  detection_method: text.optional(),
  goods: listOf(commodity).optional(),
  conveyance: conveyance.optional(),
  route: record({
    origin: place.optional(),
    departure: place.optional(),
    transit: listOf(place).optional(),
    destination: place.optional(),
  }).optional(),
  narrative: orField(
    "text",
    record({ text: text.optional(), follow_up: text.optional() }),
  ).optional(),
  images: listOf(image).optional(),
  persons: listOf(person).optional(),
  passengers: listOf(passenger).optional(),
  companies: listOf(company).optional(),
  source: orField(
    "description",
    record({
      description: text.optional(),
      publisher: text.optional(),
      address: text.optional(),
      published: time.optional(),
      ...grading,
    }),
  ).optional(),
  operation: operation.optional(),
  references: listOf(text).optional(),
  purpose: wordIn(dataPurposeWords).optional(),
  request: orField("text", request).optional(),
  reply: orField("text", reply).optional(),
  risk_flag: riskFlag.optional(),
  marking: orField("tlp", record({ tlp: tlp.optional(), ...grading })).optional(),
  handling: listOf(wordIn(caveatWords)).optional(),
  embargo_until: time.optional(),
  acknowledge_by: time.optional(),
  precedence: wordIn(precedenceWords).optional(),
  expires: time.optional(),
  exercise: z.boolean().optional(),
  audience: z
    .preprocess(
      audienceOf,
      record({
        all: z.boolean().optional(),
        sub_regions: listOf(text).optional(),
        participants: listOf(text).optional(),
        officers: listOf(text).optional(),
        groups: listOf(text).optional(),
        operations: listOf(text).optional(),
        show: z.boolean().optional(),
      }),
    )
    .optional(),
});

/** What a person writes of a notice, short forms written out. */
export type Draft = z.output<typeof draftSchema>;

/**
 * Reads a draft as YAML or JSON gave it; fields that are null count as not given. Throws
 * InvalidNotice for unknown fields, words and shapes; what the notice must say is not checked here.
 */
export function parseDraft(input: unknown): Draft {
  const given = withoutNulls(input);
  const parsed = draftSchema.safeParse(given, { reportInput: true });
  if (!parsed.success) throw new InvalidNotice(violationsOf(parsed.error.issues, given));
  return parsed.data;
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((item) => item !== null).map(withoutNulls);
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, field]) => field !== null && field !== undefined)
      .map(([key, field]) => [key, withoutNulls(field)]),
  );
}
