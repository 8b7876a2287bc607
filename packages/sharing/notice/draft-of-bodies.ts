import { hex } from "@talanoa/crypto/bytes.ts";
import {
  type Commodity,
  type EventTime,
  type NoticeRef,
  type Place,
  SectionType,
  TimePrecision,
} from "@talanoa/contract/generated/talanoa.ts";
import type { KnownSectionType, SectionBody } from "@talanoa/contract/sections.ts";
import {
  alertTypeWords,
  answerStateWords,
  directionWords,
  operationNoticeWords,
  operationPhaseWords,
  requestTypeWords,
  riskMeasureWords,
  timePrecisionWords,
  wordOf,
} from "@talanoa/contract/words.ts";
import { eventTimeOf } from "./compose-report.ts";
import { gradingFields } from "./draft-of-grading.ts";
import { said } from "./said.ts";
import { dateOf, untilOf, writtenTime } from "./written-time.ts";

/** Fields of a draft, in its plain form. */
export interface WrittenFields {
  readonly [field: string]: unknown;
}

/** The fields of a draft that each section stands for. Add a type: one row here. */
export const bodyFields = {
  // The originator's own, with the header.
  [SectionType.ROUTING]: () => ({}),
  [SectionType.SUMMARY]: (body) =>
    said({
      title: body.title,
      case_reference: body.caseReference,
      type: word(alertTypeWords, body.alertType),
      when: body.time && whenOf(body.time),
      direction: word(directionWords, body.direction),
      office: body.office,
      detection_method: body.detectionMethod,
    }),
  [SectionType.PLACES]: ({ scenes, origin, departure, transit, destination }) => {
    const route = said({
      origin: origin && placeOf(origin),
      departure: departure && placeOf(departure),
      transit: transit.map(placeOf),
      destination: destination && placeOf(destination),
    });
    return said({ where: scenes.map(placeOf), route: ifAny(route) });
  },
  [SectionType.GOODS]: ({ commodities }) => ({ goods: commodities.map(commodityOf) }),
  [SectionType.CONVEYANCE]: ({ smallCraft, ...body }) => ({
    conveyance: said({
      mode: body.transportMode,
      type: body.type,
      name: body.name,
      flag: body.flag,
      imo: body.imo,
      mmsi: body.mmsi,
      call_sign: body.callSign,
      containers: body.containers,
      flight: body.flight,
      registration: body.registration,
      small_craft:
        smallCraft &&
        said({
          length: smallCraft.length,
          masts: smallCraft.masts,
          hull_colour: smallCraft.hullColour,
          sail_colour: smallCraft.sailColour,
          description: smallCraft.description,
          persons_on_board: smallCraft.personsOnBoard,
        }),
    }),
  }),
  [SectionType.NARRATIVE]: ({ text, followUp }) => ({
    narrative: said({ text, follow_up: followUp }),
  }),
  [SectionType.IMAGE]: ({ content, mediaType, caption }) => ({
    images: [said({ content, media_type: mediaType, caption })],
  }),
  [SectionType.PERSONS]: ({ persons }) => ({
    persons: persons.map((person) =>
      said({
        name: person.name,
        birth_date: person.birthDate,
        sex: person.sex,
        nationality: person.nationality,
        document_type: person.documentType,
        document_number: person.documentNumber,
        role: person.role,
        note: person.note,
      }),
    ),
  }),
  [SectionType.PASSENGERS]: ({ passengers }) => ({
    passengers: passengers.map((passenger) => ({
      ...said({
        reference: passenger.reference,
        name: passenger.name,
        document_type: passenger.documentType,
        document_number: passenger.documentNumber,
        flight: passenger.flight,
        flight_date: passenger.flightDate,
        departs: passenger.departs,
        arrives: passenger.arrives,
        onward: passenger.onward,
        indicator: passenger.indicator,
        birth_date: passenger.birthDate,
        sex: passenger.sex,
        nationality: passenger.nationality,
        seat: passenger.seat,
        record_locator: passenger.recordLocator,
      }),
      ...ifKnown({ bags: passenger.bags }),
    })),
  }),
  [SectionType.COMPANIES]: ({ companies }) => ({
    companies: companies.map((company) =>
      said({
        name: company.name,
        registration_number: company.registrationNumber,
        country: company.country,
        role: company.role,
        note: company.note,
      }),
    ),
  }),
  [SectionType.SOURCE]: ({ description, publisher, address, publishedAt, grading }) => ({
    source: {
      ...said({ description, publisher, address, published: writtenTime(publishedAt) }),
      ...(grading && gradingFields(grading)),
    },
  }),
  [SectionType.OPERATION]: (body) => ({
    operation: said({
      id: body.operation,
      notice: word(operationNoticeWords, body.notice),
      name: body.name,
      phase: word(operationPhaseWords, body.phase),
      starts: writtenTime(body.startsAt),
      ends: untilOf(body.endsAt),
      objective: body.objective,
      participants: body.participants,
      coordination_unit: body.coordinationUnit,
      contact_points: body.contactPoints.map(({ participant, office, channel }) => ({
        participant,
        ...said({ office, channel }),
      })),
      results: body.results.map(({ measure, quantity, unit, note }) =>
        said({ measure, quantity, unit, note }),
      ),
      tasks: body.tasks && said({ asked: body.tasks.asked, answered: body.tasks.answered }),
    }),
  }),
  [SectionType.REFERENCE]: ({ notice }) => ({ references: notice ? [refOf(notice)] : [] }),
  [SectionType.REQUEST]: ({ type, text, answerBy, operation }) => ({
    request: said({
      type: word(requestTypeWords, type),
      text,
      answer_by: untilOf(answerBy),
      operation,
    }),
  }),
  [SectionType.REPLY]: ({ request, requestDigest, state, text }) => ({
    reply: said({
      request: request && refOf(request),
      request_digest: hex(requestDigest),
      state: word(answerStateWords, state),
      text,
    }),
  }),
  [SectionType.RISK_FLAG]: (body) => ({
    risk_flag: said({
      reference: body.reference,
      flight: body.flight,
      flight_date: body.flightDate,
      departs: body.departs,
      arrives: body.arrives,
      onward: body.onward,
      arrives_at: writtenTime(body.arrivesAt),
      grade: body.grade,
      scheme: body.scheme,
      reasons: body.reasons,
      profile: body.profile,
      profile_version: body.profileVersion,
      travellers: body.travellers,
      message_digest: hex(body.messageDigest),
      measure: word(riskMeasureWords, body.measure),
      withdrawn: body.withdrawn,
    }),
  }),
} satisfies { readonly [Type in KnownSectionType]: (body: SectionBody<Type>) => WrittenFields };

function word(words: { readonly [code: number]: string }, code: number): string {
  return code === 0 ? "" : wordOf(words, code);
}

function whenOf({ startAt, endAt, precision }: EventTime): WrittenFields {
  const start =
    precision === TimePrecision.MONTH ? dateOf(startAt).slice(0, 7) : writtenTime(startAt);
  const when = { start, ...(endAt && { end: untilOf(endAt) }) };
  return eventTimeOf(when)?.precision === precision
    ? when
    : { ...when, precision: word(timePrecisionWords, precision) };
}

function placeOf({ name, unlocode, country, position }: Place): WrittenFields {
  // Zero is a degree.
  const { latitude, longitude } = position ?? {};
  return { ...said({ name, unlocode, country }), ...(position && { latitude, longitude }) };
}

function commodityOf({ value, concealment, ...item }: Commodity): WrittenFields {
  return {
    ...said({
      name: item.name,
      class: item.commodityClass,
      hs_heading: item.hsHeading,
      unit: item.unit,
      approximate: item.approximate,
      packaging: item.packaging,
      note: item.note,
      value: value && { amount: value.amount, currency: value.currency },
      concealment:
        concealment && said({ method: concealment.method, description: concealment.description }),
    }),
    ...ifKnown({ quantity: item.quantity }),
  };
}

/** Zero is a number of things; null is not known. */
function ifKnown(fields: { readonly [field: string]: number | null }): WrittenFields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}

function ifAny(fields: WrittenFields): WrittenFields | null {
  return Object.keys(fields).length > 0 ? fields : null;
}

function refOf({ origin, id, version }: NoticeRef): string {
  return `${origin}/${id}/${version}`;
}
